using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

public sealed class CodeApprovalTests
{
    [Fact]
    public async Task A_call_that_needs_a_decision_sleeps_until_it_is_there()
    {
        RunBench bench = new RunBench().Function("pay", approval: true).Function("f");
        bench.Program(async host =>
        {
            await host.Call("f");
            return await host.Call("pay", "[5]");
        });

        CodeResult asleep = await bench.RunAsync();

        asleep.Status.Should().Be(CodeStatus.Suspended);
        asleep.Suspension!.Approvals.Should().ContainSingle().Which.Name.Should().Be("pay");
        asleep.Suspension.Requested.Should().BeFalse();
        asleep.Calls[1].Status.Should().Be(CodeCallStatus.AwaitingApproval);
        bench.Made.Should().HaveCount(1);
        bench.Progress.Should().Contain(told => told.Kind == CodeProgressKind.ApprovalRequired && told.Call!.Number == 2);
        bench.Progress.Should().Contain(told => told.Kind == CodeProgressKind.Checkpointed);
        bench.Clock.ActiveTimers.Should().Be(0);

        CodeResult awake = await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [2] = new(true) } });

        awake.Status.Should().Be(CodeStatus.Completed);
        awake.Value!.Value.GetRawText().Should().Be("[5]");
        awake.Calls.Select(call => call.Replayed).Should().Equal(true, false);
        bench.Made.Values.Should().OnlyContain(count => count == 1);
        (await bench.IsStoredAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_denied_call_is_not_made_and_the_program_reads_why()
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        bench.Program(async host => await host.Fault("pay"));

        await bench.RunAsync();
        CodeResult result = await bench.ResumeAsync(
            new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(false, "too dear") } });

        result.Value!.Value.GetRawText().Should().Contain("Denied").And.Contain("too dear");
        result.Calls[0].Status.Should().Be(CodeCallStatus.Refused);
        bench.Made.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_without_an_answer_goes_on_waiting()
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        bench.Program(async host =>
        {
            await Task.WhenAll(host.Call("pay", "[1]"), host.Call("pay", "[2]"));
            return "1";
        });

        await bench.RunAsync();
        CodeResult still = await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [2] = new(true) } });
        CodeResult done = await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true), [2] = new(true) } });

        still.Status.Should().Be(CodeStatus.Suspended);
        still.Suspension!.Approvals.Should().ContainSingle().Which.Number.Should().Be(1);
        done.Status.Should().Be(CodeStatus.Completed, "an answer that comes twice changes nothing");
        bench.Made.Should().HaveCount(2);
        bench.Made.Values.Should().OnlyContain(count => count == 1);
    }

    [Fact]
    public async Task An_approver_decides_at_once_and_the_run_does_not_sleep()
    {
        RunBench bench = new RunBench().Function("pay", approval: true).Function("free");
        bench.Options.Approver = new Approver(call => new CodeApproval(call.Arguments[0].GetInt32() < 10));
        bench.Options.ApprovalRule = (call, _) => call.Name == "free" && call.Arguments.GetArrayLength() == 1;
        bench.Program(async host =>
        {
            await host.Call("pay", "[5]");
            await host.Call("free", "[]");
            await host.Call("free", "[5]");
            return $"[{await host.Fault("pay", "[50]")},{await host.Fault("free", "[50]")}]";
        });

        CodeResult result = await bench.RunAsync();

        result.Status.Should().Be(CodeStatus.Completed);
        result.Calls.Select(call => call.Status).Should().Equal(
            CodeCallStatus.Succeeded, CodeCallStatus.Succeeded, CodeCallStatus.Succeeded, CodeCallStatus.Refused, CodeCallStatus.Refused);
        bench.Made.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_approver_that_has_no_answer_now_puts_the_run_to_sleep(bool throws)
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        bench.Options.Approver = new Approver(_ => throws ? throw new InvalidOperationException() : null);
        bench.Program(async host => await host.Call("pay"));

        CodeResult result = await bench.RunAsync();

        result.Status.Should().Be(CodeStatus.Suspended);
        bench.Made.Should().BeEmpty();
    }

    [Fact]
    public async Task A_rule_that_throws_lets_nothing_through()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Options.ApprovalRule = (_, _) => throw new InvalidOperationException();
        bench.Program(async host => await host.Call("f"));

        (await bench.RunAsync()).Status.Should().Be(CodeStatus.Suspended);
        bench.Made.Should().BeEmpty();
    }

    [Fact]
    public async Task Other_calls_go_on_while_one_waits()
    {
        RunBench bench = new RunBench().Function("pay", approval: true).Function("f");
        bench.Program(async host =>
        {
            Task<string?> pay = host.Call("pay");
            for (int round = 0; round < 5; round++)
            {
                await host.Call("f");
            }

            await pay;
            return "1";
        });

        CodeResult result = await bench.RunAsync();

        result.Status.Should().Be(CodeStatus.Suspended);
        result.Calls.Count(call => call.Status == CodeCallStatus.Succeeded).Should().Be(5);
    }

    [Fact]
    public async Task A_program_that_has_ended_sleeps_for_a_call_that_it_did_not_await()
    {
        RunBench bench = new RunBench().Function("pay", approval: true);
        bench.Program(host =>
        {
            _ = host.Call("pay");
            return Task.FromResult<string?>("42");
        });

        CodeResult asleep = await bench.RunAsync();
        CodeResult awake = await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true) } });

        asleep.Status.Should().Be(CodeStatus.Suspended);
        awake.Status.Should().Be(CodeStatus.Completed);
        awake.Value!.Value.GetInt32().Should().Be(42);
        bench.Made.Should().HaveCount(1);
    }

    private sealed class Approver(Func<CodeCall, CodeApproval?> decide) : ICodeApprover
    {
        public async ValueTask<CodeApproval?> DecideAsync(CodeCall codeCall, CodeFunction codeFunction, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return decide(codeCall);
        }
    }
}

using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

public sealed class CodeLimitsInForceTests
{
    [Fact]
    public async Task Processor_time_is_summed_over_the_slices_and_ends_the_run()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            while (true)
            {
                host.Cpu = TimeSpan.FromMilliseconds(30);
                await host.Call("f");
            }
        });

        CodeResult result = await bench.RunAsync(new CodeLimits { Cpu = TimeSpan.FromMilliseconds(100) });

        result.Error!.Kind.Should().Be(CodeErrorKind.Timeout);
        result.Error.Message.Should().Contain("0.1 s of processor time");
        result.Calls[^1].Status.Should().Be(CodeCallStatus.Queued);
        bench.Made.Should().HaveCount(3, "the fourth slice went over, and what it called is not made");
    }

    [Fact]
    public async Task A_spinning_program_ends_with_the_time_awake()
    {
        RunBench bench = new();
        TaskCompletionSource spinning = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Engine.OnStep = _ => spinning.TrySetResult();
        bench.Program(async host =>
        {
            await host.Spin();
            return null;
        });

        Task<CodeResult> run = bench.RunAsync();
        await RunBench.Ends(spinning.Task);
        bench.Clock.Advance(TimeSpan.FromSeconds(60));

        (await run).Error!.Kind.Should().Be(CodeErrorKind.Timeout);
        bench.Engine.Alive.Should().Be(0);
    }

    [Fact]
    public async Task An_engine_that_does_not_halt_is_left_behind()
    {
        RunBench bench = new() { Engine = new ScriptedEngine { IgnoresHalt = true } };
        TaskCompletionSource spinning = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Engine.OnStep = _ => spinning.TrySetResult();
        bench.Program(async host =>
        {
            await host.Spin();
            return null;
        });
        using CancellationTokenSource cancel = new();

        Task<CodeResult> run = bench.RunAsync(token: cancel.Token);
        await RunBench.Ends(spinning.Task);
        await cancel.CancelAsync();
        await RunBench.Ends(bench.Clock.WhenTimersAsync(2));
        bench.Clock.Advance(TimeSpan.FromSeconds(5));

        (await run).Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
        bench.Logs.Entries.Should().Contain(entry => entry.Message.Contains("did not halt"));
    }

    [Fact]
    public async Task A_call_that_takes_too_long_ends_the_run_and_is_in_doubt()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host => await host.Call("f"));

        Task<CodeResult> run = bench.RunAsync(new CodeLimits { Wall = TimeSpan.FromSeconds(10) });
        await gate.EnteredAsync(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        CodeResult result = await run;

        result.Error!.Kind.Should().Be(CodeErrorKind.Timeout);
        result.Usage.Wall.Should().Be(TimeSpan.FromSeconds(10));
        result.Calls.Should().ContainSingle().Which.Status.Should().Be(CodeCallStatus.InDoubt);
    }

    [Fact]
    public async Task A_function_that_blocks_its_thread_does_not_hold_the_run()
    {
        RunBench bench = new();
        using ManualResetEventSlim free = new();
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Function("f", _ =>
        {
            entered.SetResult();
            free.Wait();
            return null;
        });
        bench.Program(async host => await host.Call("f"));

        Task<CodeResult> run = bench.RunAsync();
        await RunBench.Ends(entered.Task);
        bench.Clock.Advance(TimeSpan.FromSeconds(60));
        await RunBench.Ends(bench.Clock.WhenTimersAsync(1));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        CodeResult result = await run;
        free.Set();

        result.Calls.Should().ContainSingle().Which.Status.Should().Be(CodeCallStatus.InDoubt);
    }

    [Fact]
    public async Task Memory_over_the_limit_ends_the_run_whatever_the_engine_says()
    {
        RunBench bench = new RunBench().Program(host =>
        {
            host.Memory = 64 * 1024 * 1024 + 1;
            return Task.FromResult<string?>("1");
        });

        CodeResult result = await bench.RunAsync();

        result.Error!.Kind.Should().Be(CodeErrorKind.Memory);
        result.Usage.PeakMemoryBytes.Should().Be(64 * 1024 * 1024 + 1);
    }

    [Fact]
    public async Task Calls_over_the_limit_are_refused_and_can_be_caught()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            await host.Call("f");
            await host.Call("f");
            return await host.Fault("f");
        });

        CodeResult result = await bench.RunAsync(new CodeLimits { Calls = 2 });

        result.Value!.Value.GetProperty("kind").GetString().Should().Be("CallLimit");
        result.Calls.Select(call => call.Status).Should().Equal(CodeCallStatus.Succeeded, CodeCallStatus.Succeeded, CodeCallStatus.Refused);
        bench.Made.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("f")]
    [InlineData("nothing")]
    public async Task A_program_that_goes_on_calling_regardless_is_ended(string name)
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            while (true)
            {
                await host.Fault(name);
            }
        });

        CodeResult result = await bench.RunAsync(new CodeLimits { Calls = 2 });

        result.Error!.Kind.Should().Be(CodeErrorKind.CallLimit);
        result.Calls.Should().HaveCount(103);
        bench.Made.Should().HaveCount(name == "f" ? 2 : 0);
    }

    [Fact]
    public async Task A_flood_of_calls_in_one_step_makes_none()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            await Task.WhenAll(Enumerable.Range(0, 20_000).Select(_ => host.Call("f")));
            return null;
        });

        CodeResult result = await bench.RunAsync();

        result.Error!.Kind.Should().Be(CodeErrorKind.CallLimit);
        bench.Made.Should().BeEmpty();
    }

    [Fact]
    public async Task A_flood_of_timers_ends_the_run()
    {
        RunBench bench = new RunBench().Program(async host =>
        {
            while (true)
            {
                await host.Fault("$sleep", "[0]");
            }
        });

        CodeResult result = await bench.RunAsync(new CodeLimits { Calls = 2 });

        result.Error!.Kind.Should().Be(CodeErrorKind.CallLimit);
        result.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Never_are_more_calls_made_at_once_than_allowed_and_they_begin_in_order()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host =>
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(index => host.Call("f", $"[{index}]")));
            return null;
        });

        Task<CodeResult> run = bench.RunAsync(new CodeLimits { CallsInFlight = 3 });
        for (int index = 0; index < 20; index++)
        {
            await gate.EnteredAsync(Math.Min(index + 3, 20));
            gate.Answer(index);
        }

        CodeResult result = await run;

        gate.Most.Should().Be(3);
        result.Journal.Entries.Where(entry => entry.Kind == Router.CodeMode.Durability.CodeJournalKind.Begun).Select(entry => entry.Call).Should().BeInAscendingOrder();
    }

    [Theory]
    [InlineData("[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]", "OutputTooLarge")]
    [InlineData("[[[[[1]]]]]", "OutputTooLarge")]
    [InlineData("[[[[1]]]]", null)]
    [InlineData("{}", "InvalidArguments")]
    [InlineData("[1,]", "InvalidArguments")]
    [InlineData("", "InvalidArguments")]
    [InlineData("[1] [2]", "InvalidArguments")]
    public async Task Arguments_are_checked_before_anything_is_made_of_them(string arguments, string? kind)
    {
        RunBench bench = new RunBench().Function("f", _ => null);
        bench.Program(async host => await host.Fault("f", arguments) ?? "{\"kind\":null}");

        CodeResult result = await bench.RunAsync(new CodeLimits { ArgumentBytes = 24, Nesting = 3 });

        result.Value!.Value.GetProperty("kind").GetString().Should().Be(kind);
        bench.Made.Should().HaveCount(kind is null ? 1 : 0);
    }

    [Theory]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "33 bytes")]
    [InlineData("[[[[1]]]]", "deeper than 3")]
    public async Task A_result_over_the_limit_fails_its_call_and_says_that_it_was_made(string answer, string words)
    {
        RunBench bench = new RunBench().Function("f", _ => answer);
        bench.Program(async host => await host.Fault("f"));

        CodeResult result = await bench.RunAsync(new CodeLimits { CallResultBytes = 32, Nesting = 3 });

        string told = result.Value!.Value.GetRawText();
        told.Should().Contain("OutputTooLarge").And.Contain("was made").And.Contain(words);
        bench.Made.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "33 bytes of JSON; at most 32")]
    [InlineData("[[[[1]]]]", "deeper than 3")]
    public async Task A_value_over_the_limit_fails_the_run_and_is_never_cut(string value, string words)
    {
        RunBench bench = new RunBench().Program(_ => Task.FromResult<string?>(value));

        CodeResult result = await bench.RunAsync(new CodeLimits { ResultBytes = 32, Nesting = 3 });

        result.Error!.Kind.Should().Be(CodeErrorKind.OutputTooLarge);
        result.Error.Message.Should().Contain(words);
        result.Error.Hint.Should().NotBeNull();
        result.Value.Should().BeNull();
    }

    [Fact]
    public async Task Logs_are_cut_at_their_limit_and_what_is_missing_is_counted()
    {
        RunBench bench = new RunBench().Program(host =>
        {
            host.Log("12345678");
            host.Log("ab€def");
            host.Log("more");
            host.Log("");
            return Task.FromResult<string?>(null);
        });

        CodeResult result = await bench.RunAsync(new CodeLimits { LogBytes = 12 });

        result.Logs.Select(log => log.Text).Should().Equal("12345678", "ab");
        result.LogsDropped.Should().Be(3);
    }

    [Fact]
    public async Task A_program_that_is_too_long_is_not_read()
    {
        CodeResult result = await new RunBench().RunAsync(new CodeRequest { Source = "?????", Limits = new CodeLimits { SourceLength = 4 } });

        result.Error!.Kind.Should().Be(CodeErrorKind.Parse);
        result.Error.Message.Should().Contain("5 characters; at most 4");
    }

    [Fact]
    public async Task What_is_half_a_character_is_no_text_and_ends_nobody_elses_run()
    {
        RunBench bench = new RunBench().Function("f");
        bench.Program(async host =>
        {
            string told = (await host.Fault("f", "[\"\ud800\"]"))!;
            return told.Contains("InvalidArguments") ? "\"\udc00\"" : "1";
        });

        CodeResult result = await bench.RunAsync();

        result.Error!.Kind.Should().Be(CodeErrorKind.Engine);
        bench.Made.Should().BeEmpty();
    }

    [Theory]
    [InlineData("f")]
    [InlineData("$notify")]
    public async Task The_arguments_of_all_calls_together_have_a_limit_too(string name)
    {
        RunBench bench = new RunBench().Function("f", _ => "1").Function("pay", approval: true);
        string large = $"[\"{new string('x', 900_000)}\"]";
        List<string?> faults = [];
        bench.Program(async host =>
        {
            faults.Clear();
            for (int call = 0; call < 6; call++)
            {
                faults.Add(await host.Fault(name, large));
                if (call == 1)
                {
                    await host.Call("pay");
                }
            }

            return "1";
        });

        await bench.RunAsync(new CodeLimits { MemoryBytes = 4 * 1024 * 1024 });
        CodeResult result = await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [3] = new(true) } });

        result.Status.Should().Be(CodeStatus.Completed);
        faults.Select(fault => fault is not null).Should().Equal(false, false, false, false, true, true);
        faults[^1].Should().Contain("OutputTooLarge").And.Contain("of all calls before");
        result.Journal.Entries.Sum(entry => (long)(entry.Json?.Length ?? 0)).Should().BeLessThan(4 * 1024 * 1024);
    }

    [Fact]
    public void Behind_a_gap_in_the_log_nothing_follows()
    {
        RunLogs logs = new(100);
        logs.Add("log", "before").Should().NotBeNull();
        logs.Drop(1);

        logs.Add("log", "after").Should().BeNull();

        logs.Entries.Should().ContainSingle();
        logs.Dropped.Should().Be(2);
    }
}

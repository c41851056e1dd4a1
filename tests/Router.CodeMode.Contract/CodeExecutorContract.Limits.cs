using Router.CodeMode.Execution;

namespace Router.CodeMode.Contract;

public abstract partial class CodeExecutorContract
{
    [Fact]
    public async Task Processor_time_is_that_of_all_slices_together()
    {
        const string Source = """
            for (let i = 0; i < 1000; i++) { await echo(i); let x = 0; for (let j = 0; j < 3e6; j++) x += j; }
            """;
        CodeResult result = await RunAsync(Source, new(), new CodeLimits { Cpu = TimeSpan.FromMilliseconds(500), Calls = 1000 });

        if (!CountsAllocations || result.Error!.Kind != CodeErrorKind.Memory)
        {
            result.Error!.Kind.Should().Be(CodeErrorKind.Timeout);
        }

        result.Calls.Count.Should().BeLessThan(1000);
    }

    [Fact]
    public async Task The_log_is_cut_where_its_limit_is_and_says_so()
    {
        CodeResult result = await RunAsync("for (let i = 0; i < 100; i++) console.log('x'.repeat(20)); return 1;", new(), new CodeLimits { LogBytes = 205 });

        result.Status.Should().Be(CodeStatus.Completed);
        result.Logs.Sum(log => log.Text.Length).Should().BeLessThanOrEqualTo(205);
        result.LogsDropped.Should().BeGreaterThan(85);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_are_refused_and_can_be_caught()
    {
        ContractFunctions functions = new();
        CodeResult result = await RunAsync(
            "let n = 0; try { for (;;) { await echo(n); n++; } } catch (e) { return [n, e.kind]; }", functions, new CodeLimits { Calls = 10 });

        Same(result.Value, "[10,\"CallLimit\"]");
        functions.Calls.Should().HaveCount(10);
    }

    [Fact]
    public async Task A_result_of_a_call_that_is_too_large_can_be_caught()
    {
        CodeResult result = await RunAsync(
            "try { await big(5000); } catch (e) { return e.kind; }", new(), new CodeLimits { CallResultBytes = 1000 });

        Same(result.Value, "\"OutputTooLarge\"");
    }

    [Fact]
    public async Task An_argument_that_is_too_large_is_not_sent_and_can_be_caught()
    {
        ContractFunctions functions = new();
        CodeResult result = await RunAsync(
            "try { await write('x'.repeat(2000)); } catch (e) { return e.kind; }", functions, new CodeLimits { ArgumentBytes = 1000 });

        Same(result.Value, "\"OutputTooLarge\"");
        functions.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_no_success()
    {
        CodeResult result = await RunAsync("await write(1); return 'é'.repeat(600);", new(), new CodeLimits { ResultBytes = 1000 });

        result.Error!.Kind.Should().Be(CodeErrorKind.OutputTooLarge);
        result.Value.Should().BeNull();
        result.Error.FinishedWrites.Should().Equal("write #1");
        (result.Error.Message + result.Error.Hint).Should().NotContainEquivalentOf("retry").And.NotContainEquivalentOf("try again");
    }

    [Fact]
    public async Task Wall_time_counts_the_calls()
    {
        ContractFunctions functions = new();
        CodeResult result = await RunAsync("return await gate(1);", functions, new CodeLimits { Wall = TimeSpan.FromMilliseconds(300) });

        result.Error!.Kind.Should().Be(CodeErrorKind.Timeout);
        result.Calls.Should().ContainSingle().Which.Status.Should().Be(CodeCallStatus.InDoubt);
    }

    [Fact]
    public async Task A_cancelled_run_ends_at_once_even_where_it_spins()
    {
        using CancellationTokenSource source = new();
        ContractFunctions functions = new();
        CodeExecutor executor = Executor();
        Task<CodeResult> running = executor.RunAsync(
            new CodeRequest { Source = "await gate(1); for (;;) { }", Limits = new CodeLimits { Cpu = TimeSpan.FromMinutes(10), Wall = TimeSpan.FromMinutes(10) } },
            functions, source.Token);
        await functions.AtGateAsync().WaitAsync(Patience);
        functions.OpenGate();
        await source.CancelAsync();

        (await running.WaitAsync(Patience)).Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
    }

    [Fact]
    public async Task A_program_holds_no_more_than_its_memory()
    {
        CodeResult small = await RunAsync("return new Uint8Array(1 << 20).length;", new(), new CodeLimits { MemoryBytes = 16 << 20 });
        CodeResult big = await RunAsync(
            "const all = []; for (let i = 0; i < 40; i++) all.push(new Uint8Array(1 << 20).fill(1)); return all.length;", new(),
            new CodeLimits { MemoryBytes = 16 << 20, Cpu = TimeSpan.FromSeconds(10) });

        small.Status.Should().Be(CodeStatus.Completed);
        big.Status.Should().Be(CodeStatus.Failed);
    }
}

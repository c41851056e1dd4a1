using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Contract;

public abstract partial class CodeExecutorContract
{
    private const string Sleeper = """
        const first = await write('a');
        const both = await Promise.all([echo(Math.random()), docs.pages.get({ id: 3 })]);
        console.log('before', first);
        const sent = await transfer({ amount: 5 });
        const last = await write([sent.amount, ...both, Math.random(), Date.now() > 0]);
        return last;
        """;

    [Fact]
    public async Task A_finished_run_can_be_repeated_from_its_journal_without_a_call()
    {
        CodeResult first = await RunAsync("const r = []; for (let i = 0; i < 6; i++) r.push(await echo([i, Math.random(), Date.now()])); return r;", new());
        ContractFunctions functions = new();
        CodeResult again = await Executor().RunAsync(
            new CodeRequest { Source = first.Journal.Header.Source, Journal = first.Journal }, functions).WaitAsync(Patience);

        again.Value!.Value.GetRawText().Should().Be(first.Value!.Value.GetRawText());
        functions.Calls.Should().BeEmpty();
        again.Usage.Replayed.Should().Be(6);
    }

    [Fact]
    public async Task Another_program_than_that_of_its_journal_diverges()
    {
        CodeResult first = await RunAsync("return await echo(1);", new());
        CodeJournal forged = first.Journal with { Entries = [.. first.Journal.Entries.Select(entry => entry.Name is null ? entry : entry with { Name = "write" })] };
        ContractFunctions functions = new();
        CodeResult again = await Executor().RunAsync(
            new CodeRequest { Source = "return await echo(1);", Journal = forged }, functions).WaitAsync(Patience);

        again.Error!.Kind.Should().Be(CodeErrorKind.Divergence);
        functions.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_sleeps_until_its_approval_and_wakes_in_another_executor()
    {
        InMemoryCodeRunStore store = new();
        ContractFunctions functions = new();
        CodeResult asleep = await Executor(new() { Store = store })
            .RunAsync(new CodeRequest { Source = Sleeper, Seed = 5 }, functions).WaitAsync(Patience);

        asleep.Status.Should().Be(CodeStatus.Suspended, asleep.Error?.Message);
        asleep.Suspension!.Approvals.Should().ContainSingle().Which.Name.Should().Be("transfer");
        functions.Calls.Select(call => call.Name).Should().BeEquivalentTo("write", "echo", "docs.pages.get");

        CodeResult awake = await Executor(new() { Store = store }).ResumeAsync(
            new CodeResume { RunId = asleep.RunId, Approvals = new Dictionary<int, CodeApproval> { [asleep.Suspension.Approvals[0].Number] = new(true) } },
            functions).WaitAsync(Patience);

        awake.Status.Should().Be(CodeStatus.Completed, awake.Error?.Message);
        functions.MostOften.Should().Be(1);
        functions.Calls.Should().HaveCount(5);
        awake.Logs.Select(log => log.Text).Should().Equal("before a");
        awake.Value!.Value[0].GetInt32().Should().Be(5);

        CodeResult straight = await Executor(new() { Approver = new Yes() }).RunAsync(new CodeRequest { Source = Sleeper, Seed = 5 }, new ContractFunctions()).WaitAsync(Patience);
        Same(awake.Value, straight.Value!.Value.GetRawText());
    }

    [Fact]
    public async Task A_refused_call_is_not_made_and_can_be_caught()
    {
        InMemoryCodeRunStore store = new();
        ContractFunctions functions = new();
        CodeResult asleep = await Executor(new() { Store = store })
            .RunAsync(new CodeRequest { Source = "try { await transfer(1); } catch (e) { return [e.kind, e.message]; }" }, functions).WaitAsync(Patience);
        CodeResult awake = await Executor(new() { Store = store }).ResumeAsync(
            new CodeResume { RunId = asleep.RunId, Approvals = new Dictionary<int, CodeApproval> { [1] = new(false, "Too much.") } }, functions).WaitAsync(Patience);

        awake.Value!.Value[0].GetString().Should().Be("Denied");
        awake.Value.Value[1].GetString().Should().Contain("Too much.");
        functions.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_result_from_elsewhere_wakes_a_run()
    {
        InMemoryCodeRunStore store = new();
        ContractFunctions functions = new();
        CodeResult asleep = await Executor(new() { Store = store })
            .RunAsync(new CodeRequest { Source = "const a = await echo(1); return [a, await later('job')];" }, functions).WaitAsync(Patience);
        asleep.Suspension!.Pending.Should().ContainSingle().Which.Number.Should().Be(2);

        CodeResult awake = await Executor(new() { Store = store }).ResumeAsync(
            new CodeResume { RunId = asleep.RunId, Results = new Dictionary<int, CodeCallResult> { [2] = CodeCallResult.Success(Parse("{\"ok\":true}")) } },
            functions).WaitAsync(Patience);

        Same(awake.Value, """[1,{"ok":true}]""");
        functions.MostOften.Should().Be(1);
    }

    private static System.Text.Json.JsonElement Parse(string json)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private sealed class Yes : ICodeApprover
    {
        public ValueTask<CodeApproval?> DecideAsync(CodeCall codeCall, CodeFunction function, CancellationToken cancellationToken) => new(new CodeApproval(true));
    }
}

using Router.CodeMode.Durability;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

/// <summary>A stored run has one holder.</summary>
public sealed class CodeHoldTests
{
    [Fact]
    public async Task Of_two_wakers_one_is_refused_and_one_who_was_thought_dead_makes_no_further_call()
    {
        RunBench bench = new RunBench().Function("pay", approval: true).Function("after");
        Gate gate = bench.Gated("f", heedsToken: true, idempotent: true);
        bench.Program(async host =>
        {
            await host.Call("pay");
            await host.Call("f");
            return await host.Call("after");
        });
        await bench.RunAsync();
        CodeResume yes = new() { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [1] = new(true) } };
        Stealing store = new(bench.Store);
        bench.Options.Store = store;
        Task<CodeResult> first = bench.ResumeAsync(yes);
        await gate.EnteredAsync(1);
        await FluentActions.Awaiting(() => bench.ResumeAsync(yes)).Should().ThrowAsync<CodeRunBusyException>();

        // As if its hold had run out while it was away.
        await store.StealAsync();
        gate.Answer(0);

        await FluentActions.Awaiting(() => first).Should().ThrowAsync<CodeRunLostException>();
        bench.Made.Should().NotContainKey("after run/3");
    }

    [Fact]
    public async Task A_run_that_is_lost_while_it_waits_is_stopped_by_the_renewal_of_its_hold()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host => await host.Call("f"));
        Stealing store = new(bench.Store);
        bench.Options.Store = store;
        Task<CodeResult> run = bench.RunAsync(bench.Request() with { Durability = CodeDurability.Always });
        await gate.EnteredAsync(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(20));
        run.IsCompleted.Should().BeFalse();

        await store.StealAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(20));

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<CodeRunLostException>();
        bench.Clock.ActiveTimers.Should().Be(0);
        (await bench.IsStoredAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_hold_is_renewed_for_as_long_as_the_run_is_awake()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host => await host.Call("f"));
        Task<CodeResult> run = bench.RunAsync(bench.Request(new CodeLimits { Wall = TimeSpan.FromHours(2) }) with { Durability = CodeDurability.Always });
        await gate.EnteredAsync(1);
        for (int minute = 0; minute < 30; minute++)
        {
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await FluentActions.Awaiting(() => bench.ResumeAsync()).Should().ThrowAsync<CodeRunBusyException>();
        gate.Answer(0);
        (await run).Status.Should().Be(CodeStatus.Completed);
    }

    [Fact]
    public async Task A_stored_run_outlives_its_executor()
    {
        RunBench bench = new RunBench().Function("before");
        Gate gate = bench.Gated("f", idempotent: true);
        bench.Program(async host =>
        {
            await host.Call("before");
            return await host.Call("f");
        });
        CodeExecutor executor = bench.Executor();
        Task<CodeResult> run = executor.RunAsync(bench.Request() with { Durability = CodeDurability.Always }, bench.Functions);
        await gate.EnteredAsync(1);
        await RunBench.Ends(executor.DisposeAsync().AsTask());

        (await run).Error!.Kind.Should().Be(CodeErrorKind.Cancelled);
        Task<CodeResult> woken = bench.ResumeAsync();
        await gate.EnteredAsync(2);
        gate.Answer(1, "5");

        (await woken).Value!.Value.GetInt32().Should().Be(5);
        bench.Made.Should().Contain("before run/1", 1);
    }

    /// <summary>Lets another open the run although it is held.</summary>
    private sealed class Stealing(ICodeRunStore inner) : ICodeRunStore
    {
        private CodeRunLease _lease;

        internal async Task StealAsync()
        {
            await inner.ReleaseAsync(_lease, default);
            (await inner.OpenAsync(_lease.RunId, TimeSpan.FromMinutes(1), default)).Should().NotBeNull();
        }

        public async ValueTask<CodeRunLease> CreateAsync(string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken) =>
            _lease = await inner.CreateAsync(runId, header, hold, cancellationToken);

        public async ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken)
        {
            StoredCodeRun? run = await inner.OpenAsync(runId, hold, cancellationToken);
            _lease = run!.Lease;
            return run;
        }

        public ValueTask AppendAsync(
            CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken) =>
            inner.AppendAsync(lease, index, entries, hold, cancellationToken);

        public ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken) =>
            inner.CheckpointAsync(lease, checkpoint, cancellationToken);

        public ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken) =>
            inner.RenewAsync(lease, hold, cancellationToken);

        public ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, cancellationToken);

        public ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken) => inner.DeleteAsync(lease, cancellationToken);

        public IAsyncEnumerable<CodeRunInfo> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);
    }
}

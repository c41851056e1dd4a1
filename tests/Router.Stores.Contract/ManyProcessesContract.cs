using Router.Admission;
using Router.TestKit;

namespace Router.Stores.Contract;

/// <summary>What holds for a store that several processes share.</summary>
public abstract class ManyProcessesContract
{
    private const int Limit = 100;
    private static readonly QuotaWindow Window = QuotaWindow.Forever;

    /// <summary>The type, its setting that says where, and where.</summary>
    protected abstract (string Type, string Setting, string Connection) Place { get; }

    /// <summary>Opens the store in this process, with another clock.</summary>
    protected abstract IAdmissionStore Open(TimeProvider clock);

    [StoreTheory]
    [InlineData("rate")]
    [InlineData("concurrency")]
    [InlineData("quota")]
    [InlineData("all")]
    public async Task Six_hundred_callers_of_three_processes_get_exactly_a_hundred(string kind)
    {
        WorkerProcess[] workers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync(kind, 200)));
        try
        {
            int[] granted = await Task.WhenAll(workers.Select(worker => worker.RunAsync()));
            granted.Sum().Should().Be(Limit);
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }
    }

    [StoreFact]
    public async Task What_a_process_that_was_killed_held_expires()
    {
        using WorkerProcess worker = await StartAsync("all", Limit);
        (await worker.RunAsync()).Should().Be(Limit);
        await worker.KillAsync();

        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        await using IAdmissionStore store = Open(clock);
        AdmissionClaim[] claims =
        [
            new() { Kind = AdmissionClaimKind.Concurrency, Key = "concurrency", Amount = 1, Limit = 1 },
            new() { Kind = AdmissionClaimKind.Quota, Key = "quota", Amount = Limit, Limit = Limit, Window = Window },
        ];
        (await ReserveAsync(store, claims[0])).Standing.Should().Be(Limit);
        (await ReserveAsync(store, claims[1])).Standing.Should().Be(Limit);
        clock.Advance(TimeSpan.FromSeconds(61));
        (await ReserveAsync(store, claims)).Granted.Should().BeTrue();
    }

    private static ValueTask<AdmissionDecision> ReserveAsync(IAdmissionStore store, params AdmissionClaim[] claims) =>
        store.ReserveAsync(new AdmissionRequest(Guid.NewGuid().ToString(), claims, TimeSpan.FromMinutes(1)), CancellationToken.None);

    private Task<WorkerProcess> StartAsync(string kind, int callers) =>
        WorkerProcess.StartAsync(Place.Type, Place.Setting, Place.Connection, kind, Limit, callers);
}

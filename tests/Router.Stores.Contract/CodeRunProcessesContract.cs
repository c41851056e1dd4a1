using System.Text;
using Router.CodeMode.Durability;
using Router.TestKit;

namespace Router.Stores.Contract;

/// <summary>What holds for a store of runs that several processes share.</summary>
public abstract class CodeRunProcessesContract
{
    private const string Run = "shared:run";

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    /// <summary>The store's name for Router.Stores.Worker, and where it is.</summary>
    protected abstract (string Store, string Connection) Place { get; }

    /// <summary>Opens the store in this process, with another clock.</summary>
    protected abstract ICodeRunStore Open(TimeProvider clock);

    [StoreFact]
    public async Task Of_several_processes_exactly_one_opens_a_run()
    {
        ICodeRunStore store = Open(TimeProvider.System);
        await store.ReleaseAsync(await store.CreateAsync(Run, default, Hold, CancellationToken.None), CancellationToken.None);
        WorkerProcess[] workers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => WorkerProcess.StartRunsAsync(Place.Store, Place.Connection, "open", Run)));
        try
        {
            int[] opened = await Task.WhenAll(workers.Select(worker => worker.RunAsync()));
            opened.Sum().Should().Be(1);
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
            await EndAsync(store);
        }
    }

    [StoreTheory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(60)]
    public async Task A_run_whose_process_was_killed_while_it_appended_has_all_that_it_was_told_of_and_nothing_torn(int confirmedBefore)
    {
        int confirmed = 0;
        using (WorkerProcess worker = await WorkerProcess.StartRunsAsync(Place.Store, Place.Connection, "append", Run))
        {
            confirmed = await worker.RunAsync();
            while (confirmed < confirmedBefore)
            {
                confirmed = await worker.ReadNumberAsync() ?? throw new InvalidOperationException("It ended.");
            }

            await worker.KillAsync();
            while (await worker.ReadNumberAsync() is { } more)
            {
                confirmed = more;
            }
        }

        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow() + (2 * Hold));
        ICodeRunStore store = Open(clock);
        try
        {
            StoredCodeRun run = (await store.OpenAsync(Run, Hold, CancellationToken.None))!;
            run.Entries.Count.Should().BeGreaterThanOrEqualTo(confirmed);
            (run.Entries.Count - confirmed).Should().BeLessThanOrEqualTo(2, "no more than one append of two was under way");
            (run.Entries.Count % 2).Should().Be(0, "an append is done in whole");
            for (int index = 0; index < run.Entries.Count; index++)
            {
                string text = Encoding.UTF8.GetString(run.Entries[index].Span);
                text.Should().StartWith($"{index}:").And.HaveLength($"{index}:".Length + (index * 397 % 20_000));
            }

            await store.AppendAsync(run.Lease, run.Entries.Count, [Encoding.UTF8.GetBytes("on")], Hold, CancellationToken.None);
            await store.ReleaseAsync(run.Lease, CancellationToken.None);
            (await store.OpenAsync(Run, Hold, CancellationToken.None))!.Entries.Should().HaveCount(run.Entries.Count + 1);
        }
        finally
        {
            await EndAsync(store);
        }
    }

    private static async ValueTask EndAsync(ICodeRunStore store)
    {
        if (store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}

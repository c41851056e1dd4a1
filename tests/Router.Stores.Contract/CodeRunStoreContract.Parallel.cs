using System.Collections.Concurrent;
using System.Globalization;
using Router.CodeMode.Durability;
using Router.CodeMode.Execution;

namespace Router.Stores.Contract;

public abstract partial class CodeRunStoreContract
{
    private const int Tasks = 64;

    [StoreFact]
    public async Task Of_many_who_create_a_run_at_once_exactly_one_does()
    {
        int made = 0;
        await AllAtOnceAsync(async (store, number) =>
        {
            try
            {
                await store.CreateAsync("run", Bytes($"{number}"), Hold, CancellationToken.None);
                Interlocked.Increment(ref made);
            }
            catch (ArgumentException)
            {
                // Another was first.
            }
        });
        made.Should().Be(1);
    }

    [StoreFact]
    public async Task Of_many_who_open_a_run_at_once_exactly_one_does()
    {
        await Store.ReleaseAsync(await CreateAsync(), CancellationToken.None);
        for (int round = 0; round < 3; round++)
        {
            int opened = 0;
            await AllAtOnceAsync(async (store, _) =>
            {
                try
                {
                    if (await store.OpenAsync("run", Hold, CancellationToken.None) is not null)
                    {
                        Interlocked.Increment(ref opened);
                    }
                }
                catch (CodeRunBusyException)
                {
                    // Another was first.
                }
            });
            opened.Should().Be(1);
            Clock.Advance(Hold);
        }
    }

    [StoreTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_holders_come_and_go_no_two_write_the_same_place_and_nothing_confirmed_is_lost(int seed)
    {
        Journal journal = new();
        await AllAtOnceAsync(
            async (store, number) =>
            {
                Random random = new((seed * 1_000) + number);
                for (int turn = 0; turn < 4; turn++)
                {
                    await HoldOnceAsync(store, random, journal);
                }
            },
            tasks: 24);

        Clock.Advance(Hold);
        foreach (CodeRunInfo info in await ListAsync())
        {
            StoredCodeRun run = await ReopenAsync(info.RunId);
            run.Entries.Should().HaveCount(info.Entries);
            journal.Check(Text(run.Header), [.. run.Entries.Select(Text)], [.. journal.Confirmed]);
        }

        journal.Confirmed.Should().NotBeEmpty();
        journal.Faults.Should().BeEmpty();
    }

    // Opens or makes one of four runs, looks at what is in it, and appends, falls silent, lets go or deletes. The header tells a run from an
    // earlier one of the same name; an entry names its place and its writer's fence.
    private async Task HoldOnceAsync(ICodeRunStore store, Random random, Journal journal)
    {
        string id = $"run-{random.Next(4)}";
        try
        {
            KeyValuePair<(string Run, int Index), string>[] before = [.. journal.Confirmed];
            StoredCodeRun? run = await store.OpenAsync(id, Hold, CancellationToken.None);
            if (run is null)
            {
                ReadOnlyMemory<byte> header = Bytes($"{id}/{random.NextInt64()}");
                run = new StoredCodeRun(await store.CreateAsync(id, header, Hold, CancellationToken.None), header, [], null);
            }

            string born = Text(run.Header);
            journal.Check(born, [.. run.Entries.Select(Text)], before);
            int count = run.Entries.Count;
            for (int append = random.Next(1, 4); append > 0; append--)
            {
                if (random.Next(8) == 0)
                {
                    Clock.Advance(Hold);
                }

                string[] entries = [.. Enumerable.Range(count, random.Next(1, 4)).Select(index => $"{index}/{run.Lease.Fence}")];
                await store.AppendAsync(run.Lease, count, [.. entries.Select(Bytes)], Hold, CancellationToken.None);
                journal.Confirm(born, count, entries);
                count += entries.Length;
            }

            await (random.Next(3) == 0
                ? store.DeleteAsync(run.Lease, CancellationToken.None) : store.ReleaseAsync(run.Lease, CancellationToken.None));
        }
        catch (Exception exception) when (
            exception is CodeRunBusyException or CodeRunLostException or ArgumentException and not ArgumentOutOfRangeException)
        {
            // Another has it, or was first to make it. A wrong index would be a fault: who holds a run knows its entries.
        }
    }

    private sealed class Journal
    {
        internal ConcurrentDictionary<(string Run, int Index), string> Confirmed { get; } = new();

        internal ConcurrentQueue<string> Faults { get; } = new();

        internal void Confirm(string born, int index, string[] entries)
        {
            foreach (string entry in entries)
            {
                if (!Confirmed.TryAdd((born, index), entry))
                {
                    Faults.Enqueue($"{born} was written twice at {index}");
                }

                index++;
            }
        }

        internal void Check(string born, string[] entries, KeyValuePair<(string Run, int Index), string>[] confirmed)
        {
            foreach (((_, int index), string entry) in confirmed.Where(item => item.Key.Run == born))
            {
                if (index >= entries.Length || entries[index] != entry)
                {
                    Faults.Enqueue($"{born} has lost what was confirmed at {index}");
                }
            }

            long[] fences = [.. entries.Select(entry => long.Parse(entry.Split('/')[1], CultureInfo.InvariantCulture))];
            if (entries.Where((entry, index) => !entry.StartsWith($"{index}/", StringComparison.Ordinal)).Any() || !fences.Order().SequenceEqual(fences))
            {
                Faults.Enqueue($"{born} has entries out of order");
            }
        }
    }

    private async Task AllAtOnceAsync(Func<ICodeRunStore, int, Task> act, int tasks = Tasks)
    {
        ICodeRunStore[] stores = OpenAgain(Clock) is { } second ? [Store, second] : [Store];
        try
        {
            TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task[] all =
            [
                .. Enumerable.Range(0, tasks).Select(number => Task.Run(async () =>
                {
                    await go.Task;
                    await act(stores[number % stores.Length], number);
                })),
            ];
            go.SetResult();
            await Task.WhenAll(all);
        }
        finally
        {
            foreach (ICodeRunStore store in stores.Skip(1))
            {
                await EndAsync(store);
            }
        }
    }
}

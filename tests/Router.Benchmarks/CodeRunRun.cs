using System.Globalization;
using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.PostgreSql.CodeRuns;
using Router.PostgreSql.Tests.Server;
using Router.Sqlite.CodeRuns;

namespace Router.Benchmarks;

/// <summary>
/// What it costs to keep a run: sealing it, appending to it, and storing its checkpoint, in each store. An append is one sealed entry of
/// some 300 bytes, of a run of its own for each caller; a checkpoint is 160 KB, as the memory of an engine is once it is sealed. Files,
/// SQLite and the PostgreSQL server, which runs on this machine, wait for the disk.
/// </summary>
internal static class CodeRunRun
{
    private const int Rounds = 2;
    private const int MemoryBytes = 512 << 10;
    private const int CheckpointBytes = 160 << 10;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    internal static async Task RunAsync()
    {
        MeasureSeal();
        Console.WriteLine($"best of {Rounds} rounds of {Round.TotalSeconds} s");
        await MeasureAsync("memory", new InMemoryCodeRunStore());
        DirectoryInfo folder = Directory.CreateTempSubdirectory("router-bench-");
        await MeasureAsync("files", new FileCodeRunStore(Path.Combine(folder.FullName, "runs")));
        await MeasureAsync("SQLite", new SqliteCodeRunStore(Path.Combine(folder.FullName, "runs.db")));
        folder.Delete(recursive: true);
        if (PostgreSqlBinaries.Problem is { } problem)
        {
            Console.WriteLine(problem);
            return;
        }

        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync(syncs: true);
        await MeasureAsync("PostgreSQL", new PostgreSqlCodeRunStore(server.ConnectionString));
    }

    private static void MeasureSeal()
    {
        // A file that is given is the memory of a real engine; without one it is as much of noise, text and zeros as such memory has.
        byte[] memory = Environment.GetEnvironmentVariable("ROUTER_BENCH_MEMORY") is { } path ? File.ReadAllBytes(path) : Memory();
        byte[] entry = "{\"kind\":1,\"call\":12,\"name\":\"issues.list\",\"json\":\"[{\\\"id\\\":1,\\\"title\\\":\\\"A title\\\"}]\"}"u8.ToArray();
        foreach ((string title, CodeRunSeal seal) in new[]
        {
            ("checked", new CodeRunSeal()), ("encrypted", new CodeRunSeal(new CodeRunProtection("k", new byte[CodeRunProtection.KeyBytes]))),
        })
        {
            ReadOnlyMemory<byte> sealedMemory = seal.Seal(memory, "run", CodeRunPart.Checkpoint);
            ReadOnlyMemory<byte> sealedEntry = seal.Seal(entry, "run", CodeRunPart.Entry, 1);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"seal, {title,-9} checkpoint {memory.Length >> 10} KB to {sealedMemory.Length >> 10} KB in "
                + $"{Best(() => seal.Seal(memory, "run", CodeRunPart.Checkpoint)),6:0.00} ms, opened in "
                + $"{Best(() => seal.Open(sealedMemory.Span, "run", CodeRunPart.Checkpoint)),6:0.00} ms;   entry {entry.Length} B to {sealedEntry.Length} B in "
                + $"{1000 * Best(() => seal.Seal(entry, "run", CodeRunPart.Entry, 1)),6:0.0} us"));
        }
    }

    private static double Best<T>(Func<T> act)
    {
        double best = double.MaxValue;
        for (int turn = 0; turn < 60; turn++)
        {
            long start = TimeProvider.System.GetTimestamp();
            act();
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }

        return best;
    }

    private static async Task MeasureAsync(string title, ICodeRunStore store)
    {
        byte[] entry = new byte[300];
        byte[] checkpoint = new byte[CheckpointBytes];
        new Random(1).NextBytes(entry);
        foreach (int runs in new[] { 1, 16 })
        {
            await ReportAsync(
                $"{title,-10} {runs,3} runs  append    ", runs, store,
                (lease, index) => store.AppendAsync(lease, index, [entry], Hold, CancellationToken.None));
        }

        await ReportAsync(
            $"{title,-10}   1 run   checkpoint",
            1,
            store,
            (lease, index) =>
            {
                // Never the same as before: SQLite compares, and writes nothing then.
                checkpoint.AsSpan().Fill((byte)index);
                return store.CheckpointAsync(lease, checkpoint, CancellationToken.None);
            });
        if (store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private static async Task ReportAsync(string title, int runs, ICodeRunStore store, Func<CodeRunLease, int, ValueTask> act)
    {
        List<TimeSpan> best = [];
        for (int round = 0; round <= Rounds; round++)
        {
            List<TimeSpan> times = await RoundAsync(runs, store, act);
            best = round > 0 && times.Count > best.Count ? times : best;
        }

        best.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {title} {best.Count / Round.TotalSeconds,8:0} a second   p50 {At(best, 0.5),7:0.000} ms   p99 {At(best, 0.99),7:0.000} ms"));
    }

    private static double At(List<TimeSpan> sorted, double share) =>
        sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))].TotalMilliseconds;

    private static async Task<List<TimeSpan>> RoundAsync(int runs, ICodeRunStore store, Func<CodeRunLease, int, ValueTask> act)
    {
        long start = TimeProvider.System.GetTimestamp();
        List<TimeSpan>[] times = await Task.WhenAll(Enumerable.Range(0, runs).Select(_ => Task.Run(async () =>
        {
            List<TimeSpan> own = [];
            CodeRunLease lease = await store.CreateAsync(Guid.NewGuid().ToString("N"), default, Hold, CancellationToken.None);
            for (int index = 0; TimeProvider.System.GetElapsedTime(start) < Round; index++)
            {
                long began = TimeProvider.System.GetTimestamp();
                await act(lease, index);
                own.Add(TimeProvider.System.GetElapsedTime(began));
            }

            await store.DeleteAsync(lease, CancellationToken.None);
            return own;
        })));
        return [.. times.SelectMany(own => own)];
    }

    private static byte[] Memory()
    {
        Random random = new(3);
        byte[] memory = new byte[MemoryBytes];
        for (int at = 0; at < memory.Length; at += 16)
        {
            // Mostly small numbers and pointers that resemble each other.
            if (random.Next(3) > 0)
            {
                BitConverter.TryWriteBytes(memory.AsSpan(at), 0x10000 + (random.Next(20_000) * 8));
                BitConverter.TryWriteBytes(memory.AsSpan(at + 8), random.Next(64));
            }
        }

        return memory;
    }
}

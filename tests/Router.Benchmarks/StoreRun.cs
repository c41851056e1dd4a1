using System.Globalization;
using Router.Adapters;
using Router.Admission;
using Router.PostgreSql.Admission;
using Router.PostgreSql.Tests.Server;
using Router.Sqlite.Admission;

namespace Router.Benchmarks;

/// <summary>
/// How many decisions a second the shared stores make, and how long one takes. A decision is a reservation of four claims (two rates,
/// a lease, a quota) or its settlement; both are counted. All callers take from the same counters, which is the worst case. The
/// PostgreSQL server runs on this machine and waits for its disk.
/// </summary>
internal static class StoreRun
{
    private const int Rounds = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    internal static async Task RunAsync()
    {
        Console.WriteLine($"decisions of 4 claims, best of {Rounds} rounds of {Round.TotalSeconds} s; half reserve, half settle");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("router-bench-");
        await MeasureAsync("SQLite", new SqliteAdmissionStoreType(), "path", Path.Combine(folder.FullName, "limits.db"));
        folder.Delete(recursive: true);
        if (PostgreSqlBinaries.Problem is { } problem)
        {
            Console.WriteLine(problem);
            return;
        }

        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync(syncs: true);
        await MeasureAsync("PostgreSQL", new PostgreSqlAdmissionStoreType(), "connectionString", server.ConnectionString);
    }

    private static async Task MeasureAsync(string title, IAdmissionStoreType type, string setting, string value)
    {
        await using IAdmissionStore store = type.Create(new ProviderSettings([new(setting, value)]), TimeProvider.System);
        foreach (int callers in new[] { 1, 16, 128 })
        {
            await RoundAsync(store, callers, TimeSpan.FromSeconds(1));
            List<TimeSpan> best = [];
            for (int round = 0; round < Rounds; round++)
            {
                List<TimeSpan> times = await RoundAsync(store, callers, Round);
                best = times.Count > best.Count ? times : best;
            }

            best.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {title,-10} {callers,4} callers {best.Count / Round.TotalSeconds,8:0} decisions/s"
                + $"   p50 {At(best, 0.5),6:0.00} ms   p99 {At(best, 0.99),6:0.00} ms   longest {At(best, 1),6:0.00} ms"));
        }
    }

    private static double At(List<TimeSpan> sorted, double share) =>
        sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))].TotalMilliseconds;

    private static async Task<List<TimeSpan>> RoundAsync(IAdmissionStore store, int callers, TimeSpan duration)
    {
        long start = TimeProvider.System.GetTimestamp();
        List<TimeSpan>[] times = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            List<TimeSpan> own = [];
            while (TimeProvider.System.GetElapsedTime(start) < duration)
            {
                await DecideAsync(store, own);
            }

            return own;
        })));
        return [.. times.SelectMany(own => own)];
    }

    private static async Task DecideAsync(IAdmissionStore store, List<TimeSpan> times)
    {
        string id = Guid.NewGuid().ToString();
        AdmissionRequest request = new(id, Claims, TimeSpan.FromMinutes(1));
        long start = TimeProvider.System.GetTimestamp();
        AdmissionDecision decision = await store.ReserveAsync(request, CancellationToken.None);
        times.Add(TimeProvider.System.GetElapsedTime(start));
        if (decision.Marks is not { } marks)
        {
            return;
        }

        SettledClaim[] settled = [.. Claims.Select((claim, index) => new SettledClaim(claim, marks[index], claim.Amount / 2))];
        start = TimeProvider.System.GetTimestamp();
        await store.SettleAsync(new AdmissionSettlement(id, id, settled), CancellationToken.None);
        times.Add(TimeProvider.System.GetElapsedTime(start));
    }

    private static readonly AdmissionClaim[] Claims =
    [
        new() { Kind = AdmissionClaimKind.Rate, Key = "provider/openai/requests", Amount = 1_000, Limit = 60_000_000_000_000 },
        new() { Kind = AdmissionClaimKind.Rate, Key = "provider/openai/tokens", Amount = 1_000, Limit = 60_000_000_000_000 },
        new() { Kind = AdmissionClaimKind.Concurrency, Key = "provider/openai/concurrency", Amount = 1, Limit = 1_000 },
        new()
        {
            Kind = AdmissionClaimKind.Quota,
            Key = "budget/all/month",
            Amount = 500,
            Limit = 1_000_000_000_000,
            Window = QuotaWindow.Month,
        },
    ];
}

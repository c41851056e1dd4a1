using System.Globalization;
using Router.Adapters;
using Router.Admission;
using Router.PostgreSql.Admission;
using Router.Sqlite.Admission;
using Router.Stores.Worker;

if (args[0] == "coderuns")
{
    return await CodeRunWork.RunAsync(args[1], args[2], args[3], args[4]);
}

// Router.Stores.Worker <type> <setting> <connection> <kind> <limit> <callers>
// Opens the store and writes "ready"; at a line of input lets all callers go at once and writes how many were let through; then
// stays, with all it has taken, until its input ends.
IAdmissionStoreType[] types = [new SqliteAdmissionStoreType(), new PostgreSqlAdmissionStoreType()];
IAdmissionStoreType type = types.Single(item => item.Name == args[0]);
await using IAdmissionStore store = type.Create(new ProviderSettings([new(args[1], args[2])]), TimeProvider.System);
await store.ReadSwitchesAsync(CancellationToken.None);
Console.WriteLine("ready");
Console.ReadLine();

long limit = long.Parse(args[4], CultureInfo.InvariantCulture);
Task<AdmissionDecision>[] callers =
[
    .. Enumerable.Range(0, int.Parse(args[5], CultureInfo.InvariantCulture)).Select(_ => Task.Run(() => ReserveAsync().AsTask())),
];
AdmissionDecision[] decisions = await Task.WhenAll(callers);
Console.WriteLine(decisions.Count(decision => decision.Granted).ToString(CultureInfo.InvariantCulture));
Console.ReadLine();
return 0;

ValueTask<AdmissionDecision> ReserveAsync() =>
    store.ReserveAsync(new AdmissionRequest(Guid.NewGuid().ToString(), Claims(), TimeSpan.FromMinutes(1)), CancellationToken.None);

// A rate whose burst comes back within a day, so that nothing of it comes back meanwhile.
AdmissionClaim[] Claims()
{
    long day = 86_400_000_000_000;
    AdmissionClaim[] all =
    [
        new() { Kind = AdmissionClaimKind.Rate, Key = "rate", Amount = day / limit, Limit = day },
        new() { Kind = AdmissionClaimKind.Concurrency, Key = "concurrency", Amount = 1, Limit = limit },
        new() { Kind = AdmissionClaimKind.Quota, Key = "quota", Amount = 1, Limit = limit, Window = QuotaWindow.Forever },
    ];
    return args[3] == "all" ? all : [all.Single(claim => claim.Key == args[3])];
}

using Npgsql;
using Router.Admission;
using Router.PostgreSql.Admission;
using Router.PostgreSql.Tests.Server;
using Router.Stores.Contract;

namespace Router.PostgreSql.Tests.Admission;

[RequiresPostgreSql]
public sealed class PostgreSqlCrashTests
{
    private const int Callers = 16;
    private const long Limit = 2_000;
    private const int TakenBeforeTheCrash = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [StoreFact]
    public async Task A_server_that_is_killed_under_load_loses_no_money_and_lets_nobody_pass_the_limit()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        await using PostgreSqlAdmissionStore store = new(
            new PostgreSqlDatabase(server.ConnectionString, "router", AdmissionSchema.Migrations));
        TaskCompletionSource restarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Load load = new(store, loaded, restarted.Task);
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => load.RunAsync(caller)))];

        await loaded.Task.WaitAsync(Patience, TimeProvider.System);
        await server.KillAsync();
        await load.Failed.WaitAsync(Patience, TimeProvider.System);
        await server.StartAgainAsync();
        restarted.SetResult();
        await Task.WhenAll(callers).WaitAsync(Patience, TimeProvider.System);

        QuotaStanding standing = await store.ReadAsync("q", QuotaWindow.Forever, CancellationToken.None);
        standing.Spent.Should().Be(load.Booked, "each settlement is booked once, however often it was sent");
        (standing.Spent + standing.Held).Should().BeLessThanOrEqualTo(Limit);
        load.AfterTheCrash.Should().BePositive("decisions go on");
        load.Failures.Should().BePositive().And.BeLessThanOrEqualTo(3 * Callers, "nobody keeps meeting connections that are dead");
    }

    private sealed class Load(PostgreSqlAdmissionStore store, TaskCompletionSource loaded, Task restarted)
    {
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _booked;
        private int _granted;
        private int _failures;
        private int _afterTheCrash;

        internal Task Failed => _failed.Task;

        internal long Booked => _booked;

        internal int Failures => _failures;

        internal int AfterTheCrash => _afterTheCrash;

        internal async Task RunAsync(int caller)
        {
            AdmissionClaim claim = new()
            {
                Kind = AdmissionClaimKind.Quota,
                Key = "q",
                Amount = 2,
                Limit = Limit,
                Window = QuotaWindow.Forever,
            };
            for (int turn = 0; ; turn++)
            {
                AdmissionRequest request = new($"{caller}/{turn}", [claim], TimeSpan.FromMinutes(5));
                AdmissionDecision? decision = await TryAsync(() => ReserveAsync(request));
                if (decision is null)
                {
                    // Its outcome is not known: it stands as a hold, or never was.
                    continue;
                }

                if (decision.Value.Marks is not { } marks)
                {
                    return;
                }

                Interlocked.Increment(ref _granted);
                if (_granted >= TakenBeforeTheCrash)
                {
                    loaded.TrySetResult();
                }

                if (restarted.IsCompleted)
                {
                    Interlocked.Increment(ref _afterTheCrash);
                }

                AdmissionSettlement settlement = new($"{caller}/{turn}", request.Id, [new SettledClaim(claim, marks[0], 2)]);
                for (int applied = 0; applied < 2;)
                {
                    // Sent again until it is known to be applied, and once more.
                    applied += await TryAsync(() => SettleAsync(settlement)) is null ? 0 : 1;
                }

                Interlocked.Add(ref _booked, 2);
            }
        }

        private async Task<AdmissionDecision?> ReserveAsync(AdmissionRequest request) =>
            await store.ReserveAsync(request, CancellationToken.None);

        private async Task<bool?> SettleAsync(AdmissionSettlement settlement)
        {
            await store.SettleAsync(settlement, CancellationToken.None);
            return true;
        }

        // Null where the server was away; whoever finds it so waits until it is back.
        private async Task<T?> TryAsync<T>(Func<Task<T>> call)
        {
            try
            {
                return await call();
            }
            catch (NpgsqlException)
            {
                Interlocked.Increment(ref _failures);
                _failed.TrySetResult();
                await restarted;
                return default;
            }
        }
    }
}

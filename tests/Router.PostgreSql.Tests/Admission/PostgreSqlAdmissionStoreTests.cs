using Npgsql;
using Router.Admission;
using Router.PostgreSql.Admission;
using Router.PostgreSql.Tests.Server;
using Router.Stores.Contract;
using Router.TestKit;

namespace Router.PostgreSql.Tests.Admission;

[RequiresPostgreSql]
[Collection(SharedServerCollection.Name)]
public sealed class PostgreSqlAdmissionStoreTests(SharedServer server)
{
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(1);

    [StoreFact]
    public async Task Stores_that_are_opened_at_once_make_one_set_of_tables()
    {
        string schema = server.NewSchema();
        PostgreSqlAdmissionStore[] stores = [.. Enumerable.Range(0, 6).Select(_ => server.Open(schema))];
        AdmissionDecision[] decisions = await Task.WhenAll(stores.Select(store => Task.Run(() => ReserveAsync(store, Place("c", 4)))));
        decisions.Count(decision => decision.Granted).Should().Be(4);
        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
    }

    [StoreFact]
    public async Task By_the_databases_own_clock_a_lease_and_a_rate_come_back()
    {
        await using PostgreSqlAdmissionStore store = server.Open(server.NewSchema());
        AdmissionClaim rate = new() { Kind = AdmissionClaimKind.Rate, Key = "r", Amount = 60_000_000_000, Limit = 60_000_000_000 };
        (await ReserveAsync(store, rate)).Granted.Should().BeTrue();
        TimeSpan wait = (await ReserveAsync(store, rate)).RetryAfter!.Value;
        wait.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromMinutes(1));

        AdmissionRequest over = new("over", [Place("c", 1)], TimeSpan.Zero);
        (await store.ReserveAsync(over, CancellationToken.None)).Granted.Should().BeTrue();
        (await ReserveAsync(store, Place("c", 1))).Granted.Should().BeTrue("the first expired as it was given");
        (await ReserveAsync(store, Place("c", 1))).Granted.Should().BeFalse();
    }

    [StoreFact]
    public async Task A_decision_that_is_cancelled_on_its_way_is_undone()
    {
        string schema = server.NewSchema();
        await using PostgreSqlAdmissionStore store = server.Open(schema);
        AdmissionClaim[] claims =
        [
            Place("c", 1), new() { Kind = AdmissionClaimKind.Rate, Key = "r", Amount = 50_000_000_000, Limit = 60_000_000_000 },
            new() { Kind = AdmissionClaimKind.Quota, Key = "q", Amount = 5, Limit = 10, Window = QuotaWindow.Day },
        ];
        await store.SetSwitchAsync("s", null, CancellationToken.None);
        using CancellationTokenSource cancel = new();
        Task<AdmissionDecision> deciding;
        await using (NpgsqlConnection other = new(server.ConnectionString))
        {
            // Whoever holds the key's lock makes the decision wait on the server.
            await other.OpenAsync();
            await using NpgsqlTransaction transaction = await other.BeginTransactionAsync();
            await using NpgsqlCommand hold = new($"SELECT \"{schema}\".lock_1(ARRAY[1], ARRAY['c'])::text", other, transaction);
            await hold.ExecuteNonQueryAsync();
            deciding = store.ReserveAsync(Request(claims), cancel.Token).AsTask();
            await UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
            await cancel.CancelAsync();
            await deciding.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        }

        await UntilAsync($"SELECT count(*) > 0 FROM \"{schema}\".settlement WHERE id LIKE 'undo/%'");
        (await ReserveAsync(store, claims)).Granted.Should().BeTrue();
        (await store.ReadAsync("q", QuotaWindow.Day, CancellationToken.None)).Should().Be(new QuotaStanding(0, 5));
    }

    [StoreFact]
    public async Task Tables_that_are_lost_are_made_again_at_the_next_decision()
    {
        string schema = server.NewSchema();
        await using PostgreSqlAdmissionStore store = server.Open(schema);
        await ReserveAsync(store, Place("c", 1));
        await server.RunAsync($"DROP SCHEMA {schema} CASCADE");
        Func<Task> reserve = () => ReserveAsync(store, Place("c", 1));
        await reserve.Should().ThrowAsync<PostgresException>();
        (await ReserveAsync(store, Place("c", 1))).Granted.Should().BeTrue();
    }

    [StoreFact]
    public async Task Tables_of_a_later_version_are_refused_with_what_to_do()
    {
        string schema = server.NewSchema();
        await using PostgreSqlAdmissionStore store = server.Open(schema);
        await ReserveAsync(store, Place("c", 1));
        await server.RunAsync($"UPDATE {schema}.router_schema SET version = 7");
        await using PostgreSqlAdmissionStore other = server.Open(schema);
        Func<Task> reserve = () => ReserveAsync(other, Place("c", 1));
        (await reserve.Should().ThrowAsync<InvalidOperationException>()).WithMessage($"*{schema}*version 7*knows up to 1*another schema*");
    }

    [StoreFact]
    public async Task Money_is_logged_and_what_crashes_may_forget_is_not()
    {
        string schema = server.NewSchema();
        await using PostgreSqlAdmissionStore store = server.Open(schema);
        await ReserveAsync(store, Place("c", 1));
        (await server.RunAsync(
            $"""
            SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
            WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND relpersistence = 'p'
            """)).Should().Be("hold quota router_schema settlement switch");
    }

    [StoreFact]
    public async Task What_has_expired_is_taken_out_bit_by_bit()
    {
        string schema = server.NewSchema();
        ManualTimeProvider clock = new();
        await using PostgreSqlAdmissionStore store = server.Open(schema, clock);
        for (int session = 0; session < 20; session++)
        {
            AdmissionClaim[] claims =
            [
                Place($"c{session}", 1), new() { Kind = AdmissionClaimKind.Rate, Key = $"r{session}", Amount = 5, Limit = 10 },
                new() { Kind = AdmissionClaimKind.Quota, Key = $"q{session}", Amount = 1, Limit = 10, Window = QuotaWindow.Day },
            ];
            AdmissionRequest request = Request(claims);
            AdmissionDecision decision = await store.ReserveAsync(request, CancellationToken.None);
            await SettleAsync(store, $"s{session}", request.Id, new SettledClaim(claims[2], decision.Marks![2], 1));
            await ReserveAsync(store, claims[2]);
        }

        string rows = $"""
            SELECT (SELECT count(*) FROM {schema}.rate) + (SELECT count(*) FROM {schema}.lease) + (SELECT count(*) FROM {schema}.quota)
                + (SELECT count(*) FROM {schema}.hold) + (SELECT count(*) FROM {schema}.settlement WHERE id LIKE 's%')
            """;
        (await server.RunAsync(rows)).Should().Be(100L);
        clock.Advance(TimeSpan.FromDays(2));
        for (int turn = 0; turn < 160; turn++)
        {
            await SettleAsync(store, $"x{turn}", "nobody");
        }

        (await server.RunAsync(rows)).Should().Be(0L);
    }

    private static AdmissionClaim Place(string key, long limit) =>
        new() { Kind = AdmissionClaimKind.Concurrency, Key = key, Amount = 1, Limit = limit };

    private static AdmissionRequest Request(params AdmissionClaim[] claims) => new(Guid.NewGuid().ToString(), claims, Expiry);

    private static Task<AdmissionDecision> ReserveAsync(PostgreSqlAdmissionStore store, params AdmissionClaim[] claims) =>
        store.ReserveAsync(Request(claims), CancellationToken.None).AsTask();

    private static ValueTask SettleAsync(PostgreSqlAdmissionStore store, string id, string reservation, params SettledClaim[] claims) =>
        store.SettleAsync(new AdmissionSettlement(id, reservation, claims), CancellationToken.None);

    private async Task UntilAsync(string question)
    {
        for (int asked = 0; asked < 2_000; asked++)
        {
            if (await server.RunAsync(question) is true)
            {
                return;
            }
        }

        throw new InvalidOperationException("Never true: " + question);
    }
}

using Microsoft.Data.Sqlite;
using Router.Admission;
using Router.Sqlite.Admission;
using Router.TestKit;

namespace Router.Sqlite.Tests.Admission;

public sealed class SqliteAdmissionStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private SqliteAdmissionStore _store = null!;

    private string FilePath => _folder.File("limits.db");

    public Task InitializeAsync()
    {
        _store = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete();
    }

    [Fact]
    public async Task Two_stores_on_one_file_share_its_limits()
    {
        await using SqliteAdmissionStore other = new(FilePath, _clock);
        AdmissionDecision[] decisions = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            caller => Task.Run(() => ReserveAsync(caller % 2 == 0 ? _store : other, Place("c", 50)).AsTask())));
        decisions.Count(decision => decision.Granted).Should().Be(50);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_opens_no_limit()
    {
        AdmissionClaim rate = new() { Kind = AdmissionClaimKind.Rate, Key = "r", Amount = 60_000_000_000, Limit = 60_000_000_000 };
        (await ReserveAsync(_store, rate, Place("c", 1))).Granted.Should().BeTrue();
        await using SqliteAdmissionStore behind = new(FilePath, new ManualTimeProvider(_clock.GetUtcNow() - TimeSpan.FromDays(400)));
        (await ReserveAsync(behind, rate)).RetryAfter.Should().Be(TimeSpan.FromMinutes(1));
        (await ReserveAsync(behind, Place("c", 1))).Granted.Should().BeFalse();
    }

    [Fact]
    public async Task What_waits_for_a_locked_file_can_be_cancelled_and_takes_nothing()
    {
        await ReserveAsync(_store, Place("other", 1));
        using CancellationTokenSource cancel = new();
        Task<AdmissionDecision> waiting;
        using (Locked())
        {
            waiting = _store.ReserveAsync(Request(Place("c", 1)), cancel.Token).AsTask();
            waiting.IsCompleted.Should().BeFalse();
            await cancel.CancelAsync();
            await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        }

        (await ReserveAsync(_store, Place("c", 1))).Granted.Should().BeTrue();
    }

    [Fact]
    public async Task A_file_that_stays_locked_fails_what_waits_and_is_asked_again_afterwards()
    {
        await ReserveAsync(_store, Place("other", 1));
        using (Locked())
        {
            Func<Task> reserve = async () => await ReserveAsync(_store, Place("c", 1));
            (await reserve.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(5);
        }

        (await ReserveAsync(_store, Place("c", 1))).Granted.Should().BeTrue();
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_and_can_be_put_right()
    {
        await File.WriteAllTextAsync(FilePath, new string('x', 10_000));
        Func<Task> reserve = async () => await ReserveAsync(_store, Place("c", 1));
        (await reserve.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(26);
        File.Delete(FilePath);
        (await ReserveAsync(_store, Place("c", 1))).Granted.Should().BeTrue();
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused_with_what_to_do()
    {
        await ReserveAsync(_store, Place("c", 1));
        Execute("UPDATE router_schema SET version = 7");
        await using SqliteAdmissionStore other = new(FilePath, _clock);
        Func<Task> reserve = async () => await ReserveAsync(other, Place("c", 1));
        (await reserve.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*limits.db*version 7*knows up to 1*another file*");
    }

    [Fact]
    public async Task What_was_asked_before_the_end_is_done_and_what_comes_after_it_is_refused()
    {
        SqliteAdmissionStore store = new(FilePath, _clock);
        Task<AdmissionDecision>[] decisions = [.. Enumerable.Range(0, 100).Select(_ => ReserveAsync(store, Place("c", 60)).AsTask())];
        await store.DisposeAsync();
        (await Task.WhenAll(decisions)).Count(decision => decision.Granted).Should().Be(60);
        Func<Task> reserve = async () => await ReserveAsync(store, Place("c", 1));
        await reserve.Should().ThrowAsync<ObjectDisposedException>();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_store_that_was_never_used_ends_at_once()
    {
        SqliteAdmissionStore store = new(FilePath, _clock);
        await store.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task What_has_expired_is_taken_out_bit_by_bit()
    {
        string[] tables = ["admission_rate", "admission_lease", "admission_quota", "admission_hold", "admission_settlement"];
        for (int session = 0; session < 50; session++)
        {
            AdmissionClaim[] claims =
            [
                Place($"c{session}", 1), new() { Kind = AdmissionClaimKind.Rate, Key = $"r{session}", Amount = 5, Limit = 10 },
                new() { Kind = AdmissionClaimKind.Quota, Key = $"q{session}", Amount = 1, Limit = 10, Window = QuotaWindow.Day },
            ];
            AdmissionRequest request = Request(claims);
            AdmissionDecision decision = await _store.ReserveAsync(request, CancellationToken.None);
            SettledClaim booked = new(claims[2], decision.Marks![2], 1);
            await _store.SettleAsync(new AdmissionSettlement($"s{session}", request.Id, [booked]), CancellationToken.None);
            await ReserveAsync(_store, claims[2]);
        }

        Count(tables).Should().OnlyContain(count => count == 50);
        _clock.Advance(TimeSpan.FromDays(2));
        for (int turn = 0; turn < 60; turn++)
        {
            await _store.ReadAsync("nothing", QuotaWindow.Day, CancellationToken.None);
        }

        Count(tables).Should().OnlyContain(count => count == 0);
    }

    private SqliteAdmissionStore Open() => new(FilePath, _clock);

    private static AdmissionClaim Place(string key, long limit) =>
        new() { Kind = AdmissionClaimKind.Concurrency, Key = key, Amount = 1, Limit = limit };

    private static AdmissionRequest Request(params AdmissionClaim[] claims) => new(Guid.NewGuid().ToString(), claims, Expiry);

    private static ValueTask<AdmissionDecision> ReserveAsync(SqliteAdmissionStore store, params AdmissionClaim[] claims) =>
        store.ReserveAsync(Request(claims), CancellationToken.None);

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={FilePath};Pooling=False");
        connection.Open();
        return connection;
    }

    // Another process that does not let the file go.
    private SqliteConnection Locked()
    {
        SqliteConnection connection = Connect();
        Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        Execute(connection, sql);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
#pragma warning disable CA2100 // The tests write it.
        using SqliteCommand command = new(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private long[] Count(string[] tables)
    {
        using SqliteConnection connection = Connect();
        return
        [
            .. tables.Select(table =>
            {
#pragma warning disable CA2100 // The names stand above.
                using SqliteCommand command = new($"SELECT count(*) FROM {table}", connection);
#pragma warning restore CA2100
                return (long)command.ExecuteScalar()!;
            }),
        ];
    }
}

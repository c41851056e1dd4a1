using Npgsql;
using Router.Admission;

namespace Router.PostgreSql.Admission;

/// <summary>Limits and budgets in a database that many machines share. Each call is one round trip.</summary>
/// <param name="database">Where; owned.</param>
/// <param name="clock">Takes the place of the database's clock, in tests; null for the database's.</param>
internal sealed class PostgreSqlAdmissionStore(PostgreSqlDatabase database, TimeProvider? clock = null) : IAdmissionStore
{
    // Whoever sends a settlement again does so within minutes.
    private static readonly TimeSpan SettlementsKept = TimeSpan.FromHours(1);

    private readonly PostgreSqlCalls _calls = new(database);
    private readonly Leftovers _leftovers = new();
    private readonly Sweep _sweep = new();
    private readonly string _reserve =
        $"SELECT refused, wait, standing, reason, positions, standings FROM {database.Schema}.reserve_1($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private readonly string _settle = $"SELECT {database.Schema}.settle_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)::text";
    private readonly string _sweepSome = $"SELECT {database.Schema}.sweep_1($1, $2, $3, $4)";
    private readonly string _renew = $"SELECT {database.Schema}.renew_1($1, $2, $3)::text";
    private readonly string _read = $"SELECT spent, held FROM {database.Schema}.read_1($1, $2, $3, $4)";
    private readonly string _set =
        $"INSERT INTO {database.Schema}.switch VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET reason = excluded.reason";

    private readonly string _unset = $"DELETE FROM {database.Schema}.switch WHERE key = $1";
    private readonly string _readSwitches = $"SELECT name, reason FROM {database.Schema}.switch ORDER BY key";

    /// <inheritdoc />
    public async ValueTask<AdmissionDecision> ReserveAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<AdmissionDecision> deciding = DecideAsync(request, cancellationToken);
        try
        {
            return await deciding.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _leftovers.Add(UndoAsync(request, deciding));
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask SettleAsync(AdmissionSettlement settlement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task settling = SettleWholeAsync(settlement, cancellationToken);
        try
        {
            await settling.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _leftovers.Add(settling);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask RenewAsync(string reservationId, TimeSpan expiry, CancellationToken cancellationToken) =>
        await RunAsync(
            _renew,
            [AdmissionParameters.Key(reservationId), AdmissionParameters.Micros(expiry), AdmissionParameters.Now(clock)],
            _ => true,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<QuotaStanding> ReadAsync(string key, QuotaWindow window, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] parameters =
        [
            AdmissionParameters.Key(key), AdmissionParameters.Of((int)window.Kind), AdmissionParameters.Micros(window.Period),
            AdmissionParameters.Now(clock),
        ];
        List<QuotaStanding> rows = await RunAsync(
            _read, parameters, row => new QuotaStanding(row.GetInt64(0), row.GetInt64(1)), cancellationToken)
            .ConfigureAwait(false);
        return rows[0];
    }

    /// <inheritdoc />
    public async ValueTask SetSwitchAsync(string key, string? reason, CancellationToken cancellationToken) =>
        await RunAsync(
            reason is null ? _unset : _set,
            reason is null
                ? [AdmissionParameters.Key(key)]
                : [AdmissionParameters.Key(key), AdmissionParameters.Of(SwitchText.Of(key)), AdmissionParameters.Of(SwitchText.Of(reason))],
            _ => true,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<AdmissionStop>> ReadSwitchesAsync(CancellationToken cancellationToken) =>
        await RunAsync(
            _readSwitches, [], row => new AdmissionStop(row.GetString(0), row.GetString(1)), cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _leftovers.WaitAsync().ConfigureAwait(false);
        await database.DisposeAsync().ConfigureAwait(false);
    }

    // A decision that is on its way is not called off: its outcome would not be known. It is awaited aside and undone.
    private async Task<AdmissionDecision> DecideAsync(AdmissionRequest request, CancellationToken opening)
    {
        PostgreSqlCall reserve = new(_reserve, AdmissionParameters.Reserve(request, clock));
        List<AdmissionDecision> rows = await _calls.RunAsync([reserve], ReadDecision, opening, CancellationToken.None).ConfigureAwait(false);
        return rows[0];
    }

    private async Task UndoAsync(AdmissionRequest request, Task<AdmissionDecision> deciding)
    {
        AdmissionDecision decision = await deciding.ConfigureAwait(false);
        if (decision.Marks is { } marks)
        {
            SettledClaim[] nothing = [.. request.Claims.Select((claim, index) => new SettledClaim(claim, marks[index], 0))];
            AdmissionSettlement undoing = new("undo/" + request.Id, request.Id, nothing);
            await SettleWholeAsync(undoing, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task SettleWholeAsync(AdmissionSettlement settlement, CancellationToken opening)
    {
        PostgreSqlCall settle = new(_settle, AdmissionParameters.Settle(settlement, SettlementsKept, clock));
        if (_sweep.Next() is not { } part)
        {
            await _calls.RunAsync([settle], _ => true, opening, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        NpgsqlParameter[] pages =
        [
            AdmissionParameters.Of(part.Table), AdmissionParameters.Of(part.Page), AdmissionParameters.Of(Sweep.Pages),
            AdmissionParameters.Now(clock),
        ];
        List<long> next = await _calls.RunAsync(
            [settle, new PostgreSqlCall(_sweepSome, pages)], row => row.GetInt64(0), opening, CancellationToken.None).ConfigureAwait(false);
        _sweep.Advance(part.Table, next[0]);
    }

    private Task<List<T>> RunAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        _calls.RunAsync([new PostgreSqlCall(sql, parameters)], read, cancellationToken, cancellationToken);

    private static AdmissionDecision ReadDecision(NpgsqlDataReader row)
    {
        if (!row.IsDBNull(0))
        {
            // Rounded up: whoever comes back at the stated time is let in.
            TimeSpan? wait = row.IsDBNull(1) ? null : TimeSpan.FromTicks(RoundUp(row.GetInt64(1)));
            return AdmissionDecision.Refuse(row.GetInt32(0), wait, row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3));
        }

        long[] positions = row.GetFieldValue<long[]>(4);
        long[] standings = row.GetFieldValue<long[]>(5);
        AdmissionMark[] marks = new AdmissionMark[positions.Length];
        for (int index = 0; index < marks.Length; index++)
        {
            marks[index] = new AdmissionMark(positions[index], standings[index]);
        }

        return AdmissionDecision.Grant(marks);
    }

    private static long RoundUp(long nanoseconds) =>
        (nanoseconds / TimeSpan.NanosecondsPerTick) + (nanoseconds % TimeSpan.NanosecondsPerTick == 0 ? 0 : 1);
}

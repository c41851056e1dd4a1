using Npgsql;
using Router.Admission;

namespace Router.PostgreSql.Admission;

/// <summary>Limits and budgets in a database that many machines share. Each decision is one round trip, which it may share.</summary>
/// <param name="database">Where; owned.</param>
/// <param name="clock">Takes the place of the database's clock, in tests; null for the database's.</param>
internal sealed class PostgreSqlAdmissionStore(PostgreSqlDatabase database, TimeProvider? clock = null) : IAdmissionStore
{
    // Whoever sends a settlement again does so within minutes.
    private static readonly TimeSpan SettlementsKept = TimeSpan.FromHours(1);

    private readonly PostgreSqlCalls _calls = new(database);
    private readonly DecisionBatches _batches = new(database, clock);
    private readonly Leftovers _leftovers = new();
    private readonly string _reserve =
        $"SELECT refused, wait, standing, reason, positions, standings FROM {database.Schema}.reserve_1($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private readonly string _settle = $"SELECT {database.Schema}.settle_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)::text";
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
        AdmissionDecision decision = default;
        PostgreSqlCall call = new(_reserve, AdmissionParameters.Reserve(request, clock), row => decision = ReadDecision(row));
        PendingDecision deciding = new(call, [.. request.Claims]);
        _batches.Add(deciding);
        try
        {
            await deciding.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
            return decision;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // One that is on its way is not called off, as its outcome would not be known: it is awaited aside and undone.
            if (!deciding.TryTake())
            {
                _leftovers.Add(UndoAsync(request, deciding, () => decision));
            }

            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask SettleAsync(AdmissionSettlement settlement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PendingDecision settling = Settle(settlement);
        try
        {
            await settling.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!settling.TryTake())
            {
                _leftovers.Add(settling.Done);
            }

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

    private async Task UndoAsync(AdmissionRequest request, PendingDecision deciding, Func<AdmissionDecision> read)
    {
        await deciding.Done.ConfigureAwait(false);
        if (read().Marks is { } marks)
        {
            SettledClaim[] nothing = [.. request.Claims.Select((claim, index) => new SettledClaim(claim, marks[index], 0))];
            await Settle(new AdmissionSettlement("undo/" + request.Id, request.Id, nothing)).Done.ConfigureAwait(false);
        }
    }

    private PendingDecision Settle(AdmissionSettlement settlement)
    {
        PostgreSqlCall call = new(_settle, AdmissionParameters.Settle(settlement, SettlementsKept, clock));
        PendingDecision settling = new(call, [.. settlement.Claims.Select(settled => settled.Claim)]);
        _batches.Add(settling);
        return settling;
    }

    private async Task<List<T>> RunAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        await _calls.RunAsync(
            [new PostgreSqlCall(sql, parameters, row => rows.Add(read(row)))], cancellationToken, cancellationToken).ConfigureAwait(false);
        return rows;
    }

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

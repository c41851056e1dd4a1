using Router.Admission;

namespace Router.Sqlite.Admission;

/// <summary>Limits and budgets in a file that the processes of one machine share.</summary>
internal sealed class SqliteAdmissionStore(string path, TimeProvider timeProvider) : IAdmissionStore
{
    private readonly SqliteWriter<AdmissionSession> _writer = new(
        new SqliteDatabase(path, AdmissionSchema.Migrations), connection => new AdmissionSession(connection, timeProvider));

    /// <inheritdoc />
    public ValueTask<AdmissionDecision> ReserveAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        _writer.RunAsync(session => session.Reserve(request), durable: false, cancellationToken);

    /// <inheritdoc />
    public async ValueTask SettleAsync(AdmissionSettlement settlement, CancellationToken cancellationToken)
    {
        // A loss of power ends the requests of this machine with their holds; what was billed must outlast it.
        bool books = settlement.Claims.Any(settled => settled.Claim.Kind == AdmissionClaimKind.Quota && settled.Actual > 0);
        await _writer.RunAsync(
            session =>
            {
                session.Settle(settlement);
                return true;
            },
            books,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask RenewAsync(string reservationId, TimeSpan expiry, CancellationToken cancellationToken) =>
        await _writer.RunAsync(
            session =>
            {
                session.Renew(reservationId, expiry);
                return true;
            },
            durable: false,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public ValueTask<QuotaStanding> ReadAsync(string key, QuotaWindow window, CancellationToken cancellationToken) =>
        _writer.RunAsync(session => session.Read(key, window), durable: false, cancellationToken);

    /// <inheritdoc />
    public async ValueTask SetSwitchAsync(string key, string? reason, CancellationToken cancellationToken) =>
        await _writer.RunAsync(
            session =>
            {
                session.SetSwitch(key, reason);
                return true;
            },
            durable: true,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<AdmissionStop>> ReadSwitchesAsync(CancellationToken cancellationToken) =>
        await _writer.RunAsync(session => session.ReadSwitches(), durable: false, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

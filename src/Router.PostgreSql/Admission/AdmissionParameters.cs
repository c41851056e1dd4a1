using Npgsql;
using Router.Admission;
using Router.Shared;

namespace Router.PostgreSql.Admission;

/// <summary>Decisions in the form the functions of the schema take.</summary>
internal static class AdmissionParameters
{
    internal static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    internal static NpgsqlParameter Key(string name) => Of(StoredKey.Of(name));

    internal static NpgsqlParameter Micros(TimeSpan span) => Of(ToMicros(span));

    /// <summary>The time of a clock that takes the place of the database's; null for its own.</summary>
    internal static NpgsqlParameter Now(TimeProvider? clock) =>
        Of(clock is null ? (long?)null : (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);

    internal static NpgsqlParameter[] Reserve(AdmissionRequest request, TimeProvider? clock) =>
    [
        Key(request.Id),
        Each(request.Claims, claim => (int)claim.Kind),
        Each(request.Claims, claim => StoredKey.Of(claim.Key)),
        Each(request.Claims, claim => claim.Amount),
        Each(request.Claims, claim => claim.Limit),
        Each(request.Claims, claim => (int)claim.Window.Kind),
        Each(request.Claims, claim => ToMicros(claim.Window.Period)),
        Micros(request.Expiry),
        Now(clock),
    ];

    internal static NpgsqlParameter[] Settle(AdmissionSettlement settlement, TimeSpan kept, TimeProvider? clock) =>
    [
        Key(settlement.Id),
        Key(settlement.ReservationId),
        Each(settlement.Claims, settled => (int)settled.Claim.Kind),
        Each(settlement.Claims, settled => StoredKey.Of(settled.Claim.Key)),
        Each(settlement.Claims, settled => settled.Claim.Amount),
        Each(settlement.Claims, settled => (int)settled.Claim.Window.Kind),
        Each(settlement.Claims, settled => ToMicros(settled.Claim.Window.Period)),
        Each(settlement.Claims, settled => settled.Mark.Position),
        Each(settlement.Claims, settled => Math.Max(0, settled.Actual)),
        Micros(kept),
        Now(clock),
    ];

    internal static NpgsqlParameter[] Lock(IReadOnlyList<AdmissionClaim> claims) =>
        [Each(claims, claim => (int)claim.Kind), Each(claims, claim => StoredKey.Of(claim.Key))];

    private static NpgsqlParameter Each<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, T> select)
    {
        T[] values = new T[items.Count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = select(items[index]);
        }

        return Of(values);
    }

    private static long ToMicros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}

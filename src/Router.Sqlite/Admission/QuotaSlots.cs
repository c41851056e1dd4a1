using Router.Admission;

namespace Router.Sqlite.Admission;

/// <summary>The slots in which a quota's window is counted, by their start in microseconds of the store's clock.</summary>
internal static class QuotaSlots
{
    private const long Day = 86_400_000_000;

    /// <summary>The slot of a time.</summary>
    internal static long At(QuotaWindow window, StoreTime now) => window.Kind switch
    {
        QuotaWindowKind.Day => now.Microseconds - (now.Microseconds % Day),
        QuotaWindowKind.Month => Month(now.Microseconds, 0),
        QuotaWindowKind.Rolling => now.Microseconds - (now.Microseconds % Length(window)),
        _ => 0,
    };

    /// <summary>The first slot that still counts.</summary>
    internal static long First(QuotaWindow window, StoreTime now)
    {
        if (window.Kind != QuotaWindowKind.Rolling)
        {
            return At(window, now);
        }

        long from = Math.Max(0, now.Microseconds - Period(window));
        return from - (from % Length(window));
    }

    /// <summary>From when on a slot counts no more.</summary>
    internal static long End(QuotaWindow window, long slot) => window.Kind switch
    {
        QuotaWindowKind.Day => slot + Day,
        QuotaWindowKind.Month => Month(slot, 1),
        QuotaWindowKind.Rolling => slot + Length(window) + Period(window),
        _ => long.MaxValue,
    };

    private static long Period(QuotaWindow window) => window.Period.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Length(QuotaWindow window) => Math.Max(1, Period(window) / QuotaWindow.RollingSlots);

    private static long Month(long microseconds, int further)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        DateTime month = new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(further);
        return (month - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}

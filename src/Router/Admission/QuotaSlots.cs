namespace Router.Admission;

/// <summary>Where the slots of a quota's window begin and end, in microseconds of UTC since 1970.</summary>
internal static class QuotaSlots
{
    private const long DayLength = 86_400_000_000;

    /// <summary>The slot that a moment falls in, and the start of the first slot of the window that ends with it.</summary>
    internal static (long WindowStart, long Start, long End) At(QuotaWindow window, long now)
    {
        switch (window.Kind)
        {
            case QuotaWindowKind.Day:
                long day = now - (now % DayLength);
                return (day, day, day + DayLength);
            case QuotaWindowKind.Month:
                DateTime moment = DateTime.UnixEpoch.AddMicroseconds(now);
                DateTime month = new(moment.Year, moment.Month, 1, 0, 0, 0, DateTimeKind.Utc);
                return (Micros(month), Micros(month), Micros(month.AddMonths(1)));
            case QuotaWindowKind.Rolling:
                long length = SlotLength(window);
                long start = now - (now % length);
                long first = Math.Max(0, now - Period(window));
                return (first - (first % length), start, start + length);
            default:
                return (0, 0, long.MaxValue);
        }
    }

    /// <summary>When a slot has left the window.</summary>
    internal static long Leaves(QuotaWindow window, long start) => start + SlotLength(window) + Period(window);

    internal static long Micros(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Period(QuotaWindow window) => window.Period.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long SlotLength(QuotaWindow window) => Math.Max(1, Period(window) / QuotaWindow.RollingSlots);
}

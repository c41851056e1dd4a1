namespace Router.Admission;

/// <summary>
/// What units of a rate cost in nanoseconds, rounded up. Where a unit costs much, it costs whole nanoseconds: a burst of n then holds n
/// taken one by one as well as at once.
/// </summary>
internal readonly struct RateCost
{
    private const long Minute = 60_000_000_000;
    private const long Million = 1_000_000;

    // Below so many nanoseconds a unit, rounding each unit up would lose more than a thousandth of the rate.
    private const long WholeFrom = 1000;

    private readonly long _each;
    private readonly long _perMillionMinutes;

    private RateCost(long perMillionMinutes)
    {
        _perMillionMinutes = perMillionMinutes;
        Int128 each = Ceiling((Int128)Minute * Million, perMillionMinutes);
        _each = each >= WholeFrom ? Clamp(each) : 0;
    }

    /// <summary>A rate of units a minute, above 0. Rounded down to a millionth, but not to nothing.</summary>
    internal static RateCost PerMinute(double units) =>
        new(units >= long.MaxValue / (double)Million ? long.MaxValue : Math.Max(1, (long)(units * Million)));

    internal static RateCost PerMinute(long units) => new(units > long.MaxValue / Million ? long.MaxValue : units * Million);

    /// <summary>Nanoseconds; stops at a third of the longest, so that sums of a few never overflow.</summary>
    internal long Of(long units) =>
        Clamp(_each > 0 ? (Int128)_each * units : Ceiling((Int128)units * Minute * Million, _perMillionMinutes));

    private static Int128 Ceiling(Int128 value, long by) => (value + by - 1) / by;

    private static long Clamp(Int128 value) => value > long.MaxValue / 3 ? long.MaxValue / 3 : (long)value;
}

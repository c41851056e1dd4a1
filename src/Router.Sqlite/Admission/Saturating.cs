namespace Router.Sqlite.Admission;

/// <summary>Sums that stop at the largest number: a counter that wrapped around would open its limit.</summary>
internal static class Saturating
{
    /// <summary>The sum; <paramref name="right"/> is not negative.</summary>
    internal static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}

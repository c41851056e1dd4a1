namespace Router.Resilience;

/// <summary>Sums and products of times that stop at the longest time: a provider may state any wait, and an overflow would end the request.</summary>
internal static class TimeSpans
{
    internal static TimeSpan Add(TimeSpan left, TimeSpan right) =>
        right > TimeSpan.Zero && left > TimeSpan.MaxValue - right ? TimeSpan.MaxValue : left + right;

    internal static TimeSpan Multiply(TimeSpan time, double factor) =>
        time.Ticks * factor >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : time * factor;
}

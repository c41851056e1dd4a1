namespace Router.Admission;

/// <summary>A rate with a burst by GCRA, in nanoseconds.</summary>
internal sealed class MemoryRate : MemoryCounter
{
    private long _arrival;

    // What refunds have moved the arrival time back so far. It wraps around: only differences count.
    private long _refunded;

    /// <summary>Nanoseconds until an amount fits; 0 where it fits now, <see cref="MemoryAdmissionStore.Never"/> where it never does.</summary>
    internal static long Wait(MemoryRate? rate, long now, long amount, long limit) =>
        amount > limit ? MemoryAdmissionStore.Never : Math.Max(0, Ahead(rate, now) - (limit - amount));

    internal static long Ahead(MemoryRate? rate, long now) => rate is null ? 0 : Math.Max(0, rate._arrival - now);

    internal AdmissionMark Take(long now, long amount)
    {
        Push(now, amount);
        return new AdmissionMark(unchecked(_arrival + _refunded), Math.Max(0, _arrival - now));
    }

    /// <summary>Takes more, whatever the limit.</summary>
    internal void Push(long now, long amount)
    {
        long from = Math.Max(_arrival, now);
        _arrival = from > long.MaxValue - amount ? long.MaxValue : from + amount;
    }

    /// <summary>
    /// Gives back what of a taking still lies ahead. Other refunds since count as if all were of takings before it: what then lies ahead
    /// is never less than what was taken after it, so that no refund lets others pass twice.
    /// </summary>
    internal void Refund(long now, long amount, long position)
    {
        long ahead = unchecked(position - _refunded) - now;
        long back = Math.Min(amount, Math.Max(0, ahead));
        _arrival -= back;
        _refunded = unchecked(_refunded + back);
    }

    internal override bool IsIdle(long now, long utc) => _arrival <= now;
}

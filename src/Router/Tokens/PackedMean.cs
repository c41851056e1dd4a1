namespace Router.Tokens;

/// <summary>A mean and how many values it was made of, in one word, so that both change at once. Thread-safe.</summary>
internal sealed class PackedMean(float start)
{
    private long _packed = Pack(start, 0);

    internal double Value => MeanOf(Volatile.Read(ref _packed));

    /// <summary>Sets the mean to what is made of it and of how many values it has seen.</summary>
    internal void Learn(Func<double, int, double> next)
    {
        long before;
        long after;
        do
        {
            before = Volatile.Read(ref _packed);
            int number = (int)before;
            after = Pack((float)next(MeanOf(before), number), number == int.MaxValue ? number : number + 1);
        }
        while (Interlocked.CompareExchange(ref _packed, after, before) != before);
    }

    private static long Pack(float mean, int number) => ((long)BitConverter.SingleToInt32Bits(mean) << 32) | (uint)number;

    private static float MeanOf(long packed) => BitConverter.Int32BitsToSingle((int)(packed >> 32));
}

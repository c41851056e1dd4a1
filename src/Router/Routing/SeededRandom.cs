namespace Router.Routing;

/// <summary>Numbers for jitter. One seed per router, so that many processes started together do not wait in step.</summary>
internal static class SeededRandom
{
    /// <summary>A thread-safe source of numbers from 0 to 1.</summary>
    internal static Func<double> Create(int? seed = null)
    {
        Random random = new(seed ?? Guid.NewGuid().GetHashCode());
        Lock gate = new();
        return () =>
        {
            lock (gate)
            {
                return random.NextDouble();
            }
        };
    }
}

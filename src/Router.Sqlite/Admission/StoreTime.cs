namespace Router.Sqlite.Admission;

/// <summary>A time on the store's clock.</summary>
/// <param name="Nanoseconds">Since 1970-01-01T00:00:00Z.</param>
internal readonly record struct StoreTime(long Nanoseconds)
{
    internal long Microseconds => Nanoseconds / 1_000;

    internal static StoreTime Of(DateTimeOffset time) => new((time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>The time this much later, in microseconds.</summary>
    internal long MicrosecondsAfter(TimeSpan span) => Microseconds + (span.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>
    /// The store's clock now. It follows the machine's. Where that was set back, the store's goes on at half its pace until the
    /// machine's has caught up: a limit never opens again, and never stays shut.
    /// </summary>
    /// <param name="store">The last time of the store's clock.</param>
    /// <param name="wall">What the machine's clock showed then.</param>
    /// <param name="now">What it shows now.</param>
    internal static StoreTime Next(StoreTime store, StoreTime wall, StoreTime now) =>
        now.Nanoseconds >= store.Nanoseconds ? now : new(store.Nanoseconds + (Math.Max(0, now.Nanoseconds - wall.Nanoseconds) / 2));
}

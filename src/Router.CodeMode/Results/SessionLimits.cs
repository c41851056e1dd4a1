namespace Router.CodeMode.Results;

/// <summary>What is kept for sessions in memory. What is over costs the oldest. Immutable.</summary>
public sealed record SessionLimits
{
    /// <summary>Entries of one session. Default 64; at least 1.</summary>
    public int Entries { get; init; } = 64;

    /// <summary>Bytes of one session, values as JSON in UTF-8. Default 16 MiB; at least 1.</summary>
    public long Bytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Sessions; the one that was used longest ago goes first. Default 1,000; at least 1.</summary>
    public int Sessions { get; init; } = 1_000;

    /// <summary>How long a session is kept after its last use. Default 1 h; above 0.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Throws where a limit is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the limit.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Entries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Bytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Sessions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Lifetime, TimeSpan.Zero);
    }
}

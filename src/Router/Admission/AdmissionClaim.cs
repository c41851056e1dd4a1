namespace Router.Admission;

/// <summary>
/// One thing that a reservation takes, in the integers a store works with. A store knows no rates, prices or names: whoever makes
/// the claim has turned them into these.
/// </summary>
public readonly record struct AdmissionClaim
{
    /// <summary>What it takes from.</summary>
    public required AdmissionClaimKind Kind { get; init; }

    /// <summary>The name of the counter, such as <c>provider/openai/requests</c>. Claims of one key are of one kind.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// What is taken. Rate: the nanoseconds that the taking pushes the theoretical arrival time ahead. Concurrency: 1. Quota: units,
    /// such as micro-dollars. Switch: 0. Never negative.
    /// </summary>
    public long Amount { get; init; }

    /// <summary>
    /// The most that may stand. Rate: how many nanoseconds the theoretical arrival time may lie ahead of now, after the taking.
    /// Concurrency: how many leases at once. Quota: the sum within the window, held amounts included; <see cref="long.MaxValue"/>
    /// for a quota that is only counted. Switch: 0.
    /// </summary>
    public long Limit { get; init; }

    /// <summary>The window of a quota.</summary>
    public QuotaWindow Window { get; init; }
}

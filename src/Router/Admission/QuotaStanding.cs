namespace Router.Admission;

/// <summary>What a quota stands at.</summary>
/// <param name="Spent">What is booked within the window.</param>
/// <param name="Held">What is held and not expired.</param>
public readonly record struct QuotaStanding(long Spent, long Held);

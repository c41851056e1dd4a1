namespace Router.Sqlite.Admission;

/// <summary>How a claim stands before anything is taken.</summary>
/// <param name="Free">Whether it can be granted.</param>
/// <param name="Standing">What stands at it.</param>
/// <param name="Position">Where it would be taken: a rate's theoretical arrival time after it, a quota's slot.</param>
/// <param name="Wait">In how many nanoseconds it can be granted, where it cannot now; null where no time is known.</param>
/// <param name="Reason">Why a switch is set.</param>
internal readonly record struct ClaimView(bool Free, long Standing, long Position = 0, long? Wait = null, string? Reason = null)
{
    /// <summary>Whether this refusal outlasts another. Time does not mend a switch, nor what has no known end.</summary>
    internal bool Outlasts(in ClaimView other) => (Rank, Wait ?? 0).CompareTo((other.Rank, other.Wait ?? 0)) > 0;

    private int Rank => Reason is not null ? 2 : Wait is null ? 1 : 0;
}

namespace Router.Admission;

/// <summary>What was taken of a provider's learned limits.</summary>
internal readonly record struct LearnedTaking
{
    /// <summary>Where from; null where nothing is known of the model.</summary>
    internal LearnedLimits.Buckets? Buckets { get; init; }

    internal double Requests { get; init; }

    internal double Tokens { get; init; }
}

namespace Router.Resilience;

/// <summary>How much of a provider a failure speaks of.</summary>
public enum FailureScope
{
    /// <summary>One model at the provider.</summary>
    Target,

    /// <summary>The whole account: a revoked credential, a spent allowance.</summary>
    Provider,
}

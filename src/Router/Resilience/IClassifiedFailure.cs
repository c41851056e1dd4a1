namespace Router.Resilience;

/// <summary>An exception that knows its own class, since it tells of a request that was classified already: a route within a route.</summary>
internal interface IClassifiedFailure
{
    /// <summary>What it tells of.</summary>
    Failure Failure { get; }
}

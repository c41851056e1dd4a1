namespace Router.Routing;

/// <summary>What Polly's retry strategy asks of the run it repeats.</summary>
internal interface IRetryDecision
{
    /// <summary>Whether the target that has just failed is asked again at once, after a short backoff.</summary>
    bool ShouldRetry();

    /// <summary>Told the wait before it begins.</summary>
    void OnWait(TimeSpan delay);
}

using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// A request that no target of a route could answer. Holds every attempt; <see cref="Exception.InnerException"/> is the most
/// telling one. No message holds a credential or text of the request.
/// </summary>
public sealed class RouteException : Exception, IClassifiedFailure
{
    /// <summary>Makes an exception without attempts.</summary>
    public RouteException()
        : this("The route could not answer.")
    {
    }

    /// <summary>Makes an exception without attempts.</summary>
    public RouteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception without attempts.</summary>
    public RouteException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The route that was asked.</summary>
    public string Route { get; init; } = "";

    /// <summary>The class of the most telling failure; <see cref="FailureClass.RateLimited"/> where every target is cooling.</summary>
    public FailureClass Class { get; init; } = FailureClass.Transient;

    /// <summary>Every attempt in order.</summary>
    public IReadOnlyList<RouteAttempt> Attempts { get; init; } = [];

    /// <summary>The targets that were not asked.</summary>
    public IReadOnlyList<SkippedTarget> Skipped { get; init; } = [];

    /// <summary>When the soonest target may be asked again; null where waiting does not help or nothing is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether part of a streamed answer had been handed on when it failed. Such a request is never repeated by Router: what the
    /// caller did with that part is not known.
    /// </summary>
    public bool Committed { get; init; }

    Failure IClassifiedFailure.Failure => new(Class) { RetryAfter = RetryAfter, InDoubt = Attempts.Any(attempt => attempt.InDoubt) };
}

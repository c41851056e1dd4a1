using Polly;

namespace Router.Routing;

/// <summary>A <see cref="Turn"/> of a run that answers with <typeparamref name="TResult"/>: what Polly's retry strategy repeats.</summary>
internal sealed class Turn<TResult>(RouteRun<TResult> run, RouteTarget target, int index, CancellationToken callerToken)
    : Turn(target, index, callerToken), IRetryDecision
    where TResult : class
{
    internal RouteRun<TResult> Run => run;

    /// <summary>The outcome of the first attempt, until Polly takes it for its own.</summary>
    internal Outcome<TResult>? First { get; set; }

    bool IRetryDecision.ShouldRetry() => run.ShouldRetry(this);

    void IRetryDecision.OnWait(TimeSpan delay) => run.OnWait(this, delay);
}

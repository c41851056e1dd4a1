using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Polly;
using Router.Adapters;
using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// One request on its way through a route: the only fallback loop there is. Chat, streams and images derive from it and say how
/// an attempt is made; which target is asked next, and whether, is decided here by <see cref="FailureRules"/> alone. Used by one
/// request at a time.
/// </summary>
/// <typeparam name="TResult">What an attempt answers.</typeparam>
internal abstract partial class RouteRun<TResult> : IRetryDecision
    where TResult : class
{
    private readonly CancellationToken _callerToken;
    private readonly RunLog _log;
    private readonly Candidate[] _candidates;
    private readonly int[] _order;
    private int _current;
    private int _attempts;
    private HealthPermit _permit;
    private bool _entered;
    private bool _denied;
    private bool _outOfTime;
    private Failure _failure;
    private Exception? _exception;
    private long? _contextFloor;
    private bool _listedOnly;
    private TimeSpan? _waitingSince;
    private Outcome<TResult>? _first;
    private ExceptionDispatchInfo? _broken;

    protected RouteRun(Route route, RouteEngine engine, bool streaming, CancellationToken callerToken)
    {
        Route = route;
        Engine = engine;
        _callerToken = callerToken;
        _candidates = new Candidate[route.Targets.Length];
        _order = new int[route.Targets.Length];
        for (int index = 0; index < _order.Length; index++)
        {
            _order[index] = index;
        }

        _log = new RunLog(route, engine, streaming);
    }

    protected Route Route { get; }

    protected RouteEngine Engine { get; }

    /// <summary>The time left for the whole request.</summary>
    protected TimeSpan Remaining => Route.Config.Timeouts.Total - _log.Elapsed;

    /// <summary>The span of the request; null where nobody listens.</summary>
    internal Activity? Activity => _log.Activity;

    /// <summary>Asks targets until one answers.</summary>
    /// <exception cref="RouteException">None did.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<TResult> ExecuteAsync()
    {
        _log.Begin();
        try
        {
            Order();
            while (true)
            {
                _callerToken.ThrowIfCancellationRequested();
                if (!TrySelect())
                {
                    TimeSpan wait = SoonestReturn() ?? throw Exhausted();
                    await WaitAsync(wait).ConfigureAwait(false);
                    continue;
                }

                if (await AskAsync().ConfigureAwait(false) is { } result)
                {
                    return result;
                }

                _broken?.Throw();
                _callerToken.ThrowIfCancellationRequested();
                if (!MayFallBack())
                {
                    throw Exhausted();
                }
            }
        }
        catch (Exception exception)
        {
            ReturnPermit();
            _log.End(exception);
            throw;
        }
    }

    bool IRetryDecision.ShouldRetry() => ShouldRetry();

    private bool ShouldRetry()
    {
        int tries = _candidates[_current].Tries;
        RetryRule rule = FailureRules.For(_failure.Class).Retry;

        // A stated wait is kept by the cool-down, in which other targets have their turn; a backoff that may not fit into the
        // time left is not begun.
        bool allowed = rule != RetryRule.AfterStatedWait && tries < TriesAllowed(rule) && !_failure.InDoubt && _failure.RetryAfter is null;
        return allowed && _broken is null && !_denied && !_outOfTime && !_callerToken.IsCancellationRequested
            && _attempts < Route.Config.MaxAttempts && Remaining > LongestBackoff(tries)
            && Route.Targets[_current].Health.Peek().State is HealthState.Ready or HealthState.Probe;
    }

    void IRetryDecision.OnWait(TimeSpan delay)
    {
        _waitingSince = Engine.Clock.Now;
        _log.Retry(Route.Targets[_current], delay);
    }

    /// <summary>Makes one attempt: arms the scope, calls the provider, and reports success by <see cref="Succeed"/>.</summary>
    protected abstract ValueTask<TResult> InvokeAsync(RouteTarget target, AttemptScope scope);

    /// <summary>Why this target cannot take the request, in words; null where nothing is known against it.</summary>
    protected abstract string? WhyUnable(RouteTarget target);

    /// <summary>How long the request is, by estimate; used where the window that was too small is not known.</summary>
    protected virtual long EstimatedTokens => 0;

    /// <summary>Sets the scope's timer to <paramref name="limit"/>, or to the end of the whole request where that is sooner.</summary>
    protected void Arm(AttemptScope scope, TimeSpan limit, TimeoutPhase phase)
    {
        TimeSpan remaining = Remaining;
        if (remaining < limit)
        {
            scope.Arm(remaining, TimeoutPhase.Total);
        }
        else
        {
            scope.Arm(limit, phase);
        }
    }

    /// <summary>Ends an attempt that answered.</summary>
    protected void Succeed(AttemptScope scope)
    {
        scope.Settled = true;
        scope.Target.Health.Succeed(scope.Permit);
        _log.Add(scope, failure: null);
        scope.Dispose();
    }

    /// <summary>Ends an attempt that failed, and says what to throw where it was committed already.</summary>
    protected Exception Fail(AttemptScope scope, Exception exception, bool committed)
    {
        _exception = exception;
        _failure = Classify(scope, exception);
        _outOfTime |= scope.Expired == TimeoutPhase.Total;
        ref Candidate candidate = ref _candidates[_current];
        bool shut = false;
        if (_failure.Class == FailureClass.Cancelled)
        {
            scope.Target.Health.Release(scope.Permit);
        }
        else
        {
            bool counts = FailureRules.For(_failure.Class).Health == HealthRule.Counts && WasGivenTime(scope);
            shut = scope.Target.Health.Fail(scope.Permit, _failure, counts && !candidate.Counted);
            candidate.Counted |= counts;
        }

        _log.Add(scope, _failure, exception, shut);
        scope.Dispose();
        if (!committed)
        {
            return exception;
        }

        Exception surfaced = _failure.Class == FailureClass.Cancelled
            ? new OperationCanceledException(_callerToken)
            : _log.Committed(_failure, exception);
        _log.End(surfaced);
        return surfaced;
    }

    /// <summary>Ends an attempt whose stream the caller left after it had given output.</summary>
    protected void Abandon(AttemptScope scope)
    {
        scope.Target.Health.Succeed(scope.Permit);
        _log.Add(scope, failure: null);
        _log.End(null);
        scope.Dispose();
    }

    /// <summary>Ends the request with an answer of <paramref name="target"/>.</summary>
    protected RouteReport Complete(RouteTarget target, string? servedModel)
    {
        RouteReport report = _log.Report(target, servedModel);
        _log.End(null);
        return report;
    }

    /// <summary>Takes time out of the request's budget that the caller spent between two updates.</summary>
    protected void ExcludeConsumerTime(AttemptScope scope, TimeSpan time)
    {
        scope.ConsumerTime += time;
        _log.ConsumerTime += time;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult?> AskAsync()
    {
        _callerToken.ThrowIfCancellationRequested();
        Outcome<TResult> outcome = await AttemptAsync().ConfigureAwait(false);
        return outcome.Exception is null || !ShouldRetry() ? outcome.Result : await AskAgainAsync(outcome).ConfigureAwait(false);
    }

    /// <summary>
    /// Lets Polly repeat the target. Most requests never come here, and so do not pay for it: Polly is handed the first outcome as
    /// that of its own first attempt.
    /// </summary>
    private async ValueTask<TResult?> AskAgainAsync(Outcome<TResult> first)
    {
        _first = first;
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, _callerToken);
        context.Properties.Set(RetryPipeline.Decision, this);
        try
        {
            Outcome<TResult> last = await Route.Retries
                .ExecuteOutcomeAsync(static (_, run) => run.TakeFirst() is { } known ? ValueTask.FromResult(known) : run.AttemptAsync(), context, this)
                .ConfigureAwait(false);
            return last.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Outcome<TResult>? TakeFirst()
    {
        Outcome<TResult>? first = _first;
        _first = null;
        return first;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<TResult>> AttemptAsync()
    {
        EndWait();
        RouteTarget target = Route.Targets[_current];
        if (!_entered && !target.Health.TryEnter(out _permit))
        {
            // Shut by somebody else during the backoff.
            _denied = true;
            return Outcome.FromException<TResult>(_exception!);
        }

        _entered = false;
        _candidates[_current].Tries++;
        _attempts++;
        AttemptScope scope = new(target, _permit, Engine.Clock, _callerToken);
        try
        {
            return Outcome.FromResult(await InvokeAsync(target, scope).ConfigureAwait(false));
        }
        catch (Exception exception) when (scope.Settled)
        {
            // The answer is there and paid for. What broke is Router's own, such as a listener that throws, and asking again
            // would not mend it.
            _broken = ExceptionDispatchInfo.Capture(exception);
            return Outcome.FromException<TResult>(exception);
        }
        catch (Exception exception)
        {
            return Outcome.FromException<TResult>(Fail(scope, exception, committed: false));
        }
    }

    private bool MayFallBack()
    {
        FailureRule rule = FailureRules.For(_failure.Class);
        ref Candidate candidate = ref _candidates[_current];
        bool waitable = rule.Retry == RetryRule.AfterStatedWait || (rule.Retry != RetryRule.Never && _failure.RetryAfter is not null);
        candidate.Spent = !waitable || _failure.InDoubt || candidate.Tries >= TriesAllowed(rule.Retry);
        if (_outOfTime || Remaining <= TimeSpan.Zero || _attempts >= Route.Config.MaxAttempts)
        {
            return false;
        }

        switch (rule.Fallback)
        {
            case FallbackRule.AnyTarget:
                return true;
            case FallbackRule.LargerContext:
                _contextFloor = Math.Max(_contextFloor ?? 0, Route.Targets[_current].Capabilities.ContextTokens ?? EstimatedTokens);
                return true;
            case FallbackRule.ListedTargets:
                _listedOnly = true;
                return true;
            case FallbackRule.OptIn:
                return Route.Config.FallbackOn.Contains(_failure.Class);
            default:
                return false;
        }
    }

    private async ValueTask WaitAsync(TimeSpan wait)
    {
        _waitingSince = Engine.Clock.Now;
        _log.Wait(wait);
        await Task.Delay(wait, Engine.Clock.TimeProvider, _callerToken).ConfigureAwait(false);
        EndWait();
    }

    private void EndWait()
    {
        if (_waitingSince is { } since)
        {
            _log.Waited += Engine.Clock.Now - since;
            _waitingSince = null;
        }
    }

    private Failure Classify(AttemptScope scope, Exception exception)
    {
        if (_callerToken.IsCancellationRequested)
        {
            return new Failure(FailureClass.Cancelled);
        }

        Failure failure;
        try
        {
            failure = scope.Target.Classifier.Classify(exception);
        }
        catch (Exception broken)
        {
            // A classifier may be an application's own. The attempt still has to be settled.
            Engine.Logger.ClassifierFailed(scope.Target.Info.Name, broken.GetType().Name);
            failure = FailureClassifier.Default.Classify(exception);
        }

        // Nobody but the caller cancels: to a client that says so, its own patience ran out.
        if (scope.Expired is not null || failure.Class == FailureClass.Cancelled)
        {
            return new Failure(FailureClass.Timeout) { InDoubt = failure.InDoubt };
        }

        return failure with
        {
            Code = FailureCode.Clean(failure.Code),
            RetryAfter = failure.RetryAfter < TimeSpan.Zero ? TimeSpan.Zero : failure.RetryAfter,
        };
    }

    // What the end of the whole request cut short says little of the target that happened to run then.
    private bool WasGivenTime(AttemptScope scope) =>
        scope.Expired != TimeoutPhase.Total || scope.Duration >= Route.Config.Timeouts.Total / 2;

    private TimeSpan LongestBackoff(int tries)
    {
        TimeSpan doubled = TimeSpans.Multiply(Route.Config.Retry.BaseDelay, Math.Pow(2, tries));
        return doubled < Route.Config.Retry.MaxDelay ? doubled : Route.Config.Retry.MaxDelay;
    }

    private int TriesAllowed(RetryRule rule) => rule switch
    {
        RetryRule.Never => 0,
        RetryRule.Once => Math.Min(2, Route.Config.Retry.TriesPerTarget),
        _ => Route.Config.Retry.TriesPerTarget,
    };

    // A request that ends between its permit and its attempt, as by the caller's cancellation, would else leave a probe behind.
    private void ReturnPermit()
    {
        if (_entered)
        {
            _entered = false;
            Route.Targets[_current].Health.Release(_permit);
        }
    }

    private RouteException Exhausted() => _log.Exhausted(_outOfTime);
}

using System.Diagnostics;
using Router.Admission;
using Router.Context;
using Router.Resilience;

namespace Router.Routing;

/// <summary>What happened to one request, in order: kept for its report, told to spans, metrics and the log as it happens.</summary>
internal sealed class RunLog(Route route, RouteEngine engine, RouteContext context, bool streaming)
{
    private readonly TimeSpan _startedAt = engine.Clock.Now;
    private readonly Lock _gate = new();
    private readonly List<RouteAttempt> _attempts = new(1);
    private List<SkippedTarget>? _skipped;
    private (Exception Exception, FailureClass Class)? _telling;
    private RouteTarget? _previous;
    private decimal? _cost;
    private bool _closed;
    private bool _ended;

    internal Activity? Activity { get; private set; }

    internal TimeSpan ConsumerTime { get; set; }

    internal TimeSpan Waited { get; private set; }

    internal TimeSpan Elapsed => engine.Clock.Now - _startedAt - ConsumerTime;

    internal void Begin() => Activity = RouteTelemetry.Start(route.Info, streaming);

    internal void Select(RouteTarget target, bool hedge)
    {
        if (!hedge && _previous is { } previous && previous != target)
        {
            engine.Logger.FellBack(route.Info.Name, previous.Info.Name, target.Info.Name);
            RouteTelemetry.Fallback(Activity, route.Info, previous.Info, target.Info);
        }

        _previous = target;
    }

    internal void Skip(RouteTarget target, SkipReason reason, string detail, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                (_skipped ??= []).Add(new SkippedTarget(target.Info.Name, reason, detail) { RetryAfter = retryAfter });
            }
        }

        engine.Logger.TargetSkipped(route.Info.Name, target.Info.Name, reason, detail);
        RouteTelemetry.Skip(Activity, route.Info, target.Info, reason);
    }

    internal void Retry(RouteTarget target, TimeSpan delay)
    {
        engine.Logger.Retrying(route.Info.Name, target.Info.Name, delay.TotalMilliseconds);
        RouteTelemetry.Retry(Activity, target.Info, delay);
    }

    internal void Wait(TimeSpan wait)
    {
        engine.Logger.Waiting(route.Info.Name, wait.TotalMilliseconds);
        RouteTelemetry.Wait(Activity, wait);
    }

    internal void AddWait(TimeSpan time)
    {
        lock (_gate)
        {
            Waited += time;
        }
    }

    internal void Hedge(RouteTarget slow, RouteTarget further)
    {
        engine.Logger.Hedged(route.Info.Name, slow.Info.Name, further.Info.Name);
        RouteTelemetry.Hedge(Activity, route.Info, slow.Info, further.Info);
    }

    /// <summary>An attempt that another one has beaten, as far as it has come.</summary>
    internal void AddLost(AttemptScope scope) =>
        Add(scope, new Failure(FailureClass.Cancelled), scope.TimeToFirstOutput is null ? 0 : null);

    /// <summary>What an attempt cost that is on the report already.</summary>
    internal void AddBill(AttemptScope scope)
    {
        if (scope.Cost is { } cost)
        {
            RouteTelemetry.Bill(route.Info, scope.Target.Info, cost);
        }
    }

    internal void Add(AttemptScope scope, Failure? failure, decimal? cost, Exception? exception = null, bool shut = false)
    {
        TargetInfo target = scope.Target.Info;
        RouteAttempt attempt = new()
        {
            Target = target.Name,
            Provider = target.Provider,
            Model = target.Model,
            Version = target.Version,
            Class = failure?.Class,
            StatusCode = failure?.StatusCode,
            Code = failure?.Code,
            RetryAfter = failure?.RetryAfter,
            InDoubt = failure?.InDoubt ?? false,
            Duration = scope.Duration,
            TimeToFirstOutput = scope.TimeToFirstOutput,
            InputTokens = scope.Usage?.InputTokenCount,
            OutputTokens = scope.Usage?.OutputTokenCount,
            Cost = cost,
            Hedge = scope.Turn.Hedge,
        };
        bool late;
        lock (_gate)
        {
            late = _closed || _ended;
            if (!late)
            {
                _attempts.Add(attempt);
                if (failure is { } told && exception is not null
                    && (_telling is not { } telling || FailureRanking.IsMoreTelling(told.Class, telling.Class)))
                {
                    _telling = (exception, told.Class);
                }
            }
        }

        if (late)
        {
            AddBill(scope);
            return;
        }

        RouteTelemetry.Attempt(Activity, route.Info, attempt);
        if (failure is not { } failed || exception is null)
        {
            return;
        }

        if (failed.Class == FailureClass.Credential)
        {
            engine.Logger.CredentialRefused(target.Provider, target.Name, failed.StatusCode, failed.Code);
        }
        else if (failed.Class != FailureClass.Cancelled)
        {
            engine.Logger.AttemptFailed(
                route.Info.Name, target.Name, failed.Class, failed.StatusCode, failed.Code, attempt.Duration.TotalMilliseconds);
        }

        if (shut)
        {
            engine.Logger.TargetShut(target.Name, failed.Class, scope.Target.Health.Peek().Wait.TotalSeconds);
        }
    }

    internal RouteReport Report(RouteTarget target, string? servedModel, bool cached)
    {
        Close();
        _previous = target;
        TimeSpan duration = Elapsed;
        TimeSpan asked = TimeSpan.Zero;
        decimal? cost = 0;
        foreach (RouteAttempt attempt in _attempts)
        {
            asked += attempt.Duration;
            cost += attempt.InDoubt ? null : attempt.Cost;
        }

        _cost = cost;

        TimeSpan overhead = duration - asked - Waited;
        return new RouteReport
        {
            Route = route.Info.Name,
            RedirectedFrom = context.RedirectedFrom,
            Target = target.Info.Name,
            Provider = target.Info.Provider,
            Model = servedModel ?? target.Info.Version ?? target.Info.Model,
            Version = target.Info.Version,
            Attempts = AnswerLast(target),
            Skipped = _skipped is null ? [] : _skipped,
            Cached = cached,
            Cost = cost,
            PriceVersion = target.Price?.Version,
            Duration = duration,
            Waited = Waited,
            Overhead = overhead > TimeSpan.Zero ? overhead : TimeSpan.Zero,
        };
    }

    /// <summary>The error of a request that no target answered.</summary>
    internal RouteException Exhausted(bool outOfTime, IReadOnlyList<AdmissionRefusal>? refusals, string? queueFault)
    {
        Close();
        if (_telling is null && refusals is not null)
        {
            // Of several the one that lasts longest tells most.
            AdmissionException refused = new(refusals.MaxBy(refusal => refusal.Kind)!);
            _telling = (refused, AnyPassing() ? FailureClass.RateLimited : ((IClassifiedFailure)refused).Failure.Class);
        }

        FailureClass failureClass = _telling?.Class
            ?? (outOfTime ? FailureClass.Timeout : queueFault is not null || AnyPassing() ? FailureClass.RateLimited : FailureClass.CallerFault);
        TimeSpan? soonest = FailureRules.For(failureClass).Fallback == FallbackRule.AnyTarget ? SoonestReturn() : null;
        return Build(RouteMessages.Exhausted(route.Info.Name, _attempts, _skipped, soonest, outOfTime, queueFault), failureClass, soonest, false);
    }

    /// <summary>The error of a stream that failed after part of it was handed on.</summary>
    internal RouteException Committed(RouteTarget target, Failure failure, Exception exception)
    {
        Close();
        _telling = (exception, failure.Class);
        return Build(RouteMessages.Committed(route.Info.Name, _attempts.FindLast(attempt => attempt.Target == target.Info.Name)!), failure.Class, failure.RetryAfter, true);
    }

    internal void End(Exception? exception)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
        }

        if (exception is RouteException failed)
        {
            engine.Logger.RouteFailed(route.Info.Name, failed.Class, _attempts.Count, Elapsed.TotalMilliseconds);
        }

        RouteTelemetry.End(Activity, route.Info, _previous?.Info, _attempts.Count, Elapsed, _cost ?? Billed(), exception);
    }

    // Of a request without an answer: what is known to be billed all the same; null where nothing is.
    private decimal? Billed()
    {
        decimal billed = _attempts.Sum(attempt => attempt.Cost ?? 0);
        return billed > 0 ? billed : null;
    }

    // What is handed out does not change: an attempt that has lost may still end, on a thread of its own.
    private void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    // In a race the winner is reported before those it has beaten.
    private List<RouteAttempt> AnswerLast(RouteTarget target)
    {
        int index = _attempts.FindLastIndex(attempt => attempt.Class is null && attempt.Target == target.Info.Name);
        if (index >= 0 && index != _attempts.Count - 1)
        {
            RouteAttempt answer = _attempts[index];
            _attempts.RemoveAt(index);
            _attempts.Add(answer);
        }

        return _attempts;
    }

    private RouteException Build(string message, FailureClass failureClass, TimeSpan? retryAfter, bool committed) =>
        new(message, _telling?.Exception)
        {
            Route = route.Info.Name,
            Class = failureClass,
            Attempts = _attempts,
            Skipped = _skipped is null ? [] : _skipped,
            RetryAfter = retryAfter,
            Committed = committed,
        };

    private bool AnyPassing() => _skipped?.Any(skip => AdmissionSkips.IsPassing(skip.Reason)) == true;

    // Null where a target could be asked at once: then no wait is known to help.
    private TimeSpan? SoonestReturn()
    {
        TimeSpan? soonest = null;
        foreach (RouteTarget target in route.Targets)
        {
            if (IsUnfit(target))
            {
                continue;
            }

            (HealthState state, TimeSpan wait, _) = target.Health.Peek();
            SkippedTarget? refusal = _skipped?.FindLast(skip => skip.Target == target.Info.Name && IsOfAdmission(skip.Reason));
            if (state is HealthState.Ready or HealthState.Probe && refusal is null)
            {
                return null;
            }

            if (refusal is not null)
            {
                if (refusal.RetryAfter is not { } refused)
                {
                    continue;
                }

                wait = refused > wait ? refused : wait;
            }

            if (state != HealthState.ProbeInFlight && !(soonest <= wait))
            {
                soonest = wait;
            }
        }

        return soonest;
    }

    private static bool IsOfAdmission(SkipReason reason) => reason >= SkipReason.LimitReached;

    private bool IsUnfit(RouteTarget target) => _skipped?.Any(skip => skip.Target == target.Info.Name
        && skip.Reason is SkipReason.Incapable or SkipReason.ContextNotLarger or SkipReason.NotListedForContent) == true;
}

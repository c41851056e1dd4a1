using System.Diagnostics;
using Router.Resilience;

namespace Router.Routing;

/// <summary>What happened to one request, in order: kept for its report, told to spans, metrics and the log as it happens.</summary>
internal sealed class RunLog(Route route, RouteEngine engine, bool streaming)
{
    private readonly TimeSpan _startedAt = engine.Clock.Now;
    private readonly List<RouteAttempt> _attempts = new(1);
    private List<SkippedTarget>? _skipped;
    private (Exception Exception, FailureClass Class)? _telling;
    private RouteTarget? _previous;
    private bool _ended;

    internal Activity? Activity { get; private set; }

    internal TimeSpan ConsumerTime { get; set; }

    internal TimeSpan Waited { get; set; }

    internal TimeSpan Elapsed => engine.Clock.Now - _startedAt - ConsumerTime;

    internal void Begin() => Activity = RouteTelemetry.Start(route.Info, streaming);

    internal void Select(RouteTarget target)
    {
        if (_previous is { } previous && previous != target)
        {
            engine.Logger.FellBack(route.Info.Name, previous.Info.Name, target.Info.Name);
            RouteTelemetry.Fallback(Activity, route.Info, previous.Info, target.Info);
        }

        _previous = target;
    }

    internal void Skip(RouteTarget target, SkipReason reason, string detail, TimeSpan? retryAfter)
    {
        (_skipped ??= []).Add(new SkippedTarget(target.Info.Name, reason, detail) { RetryAfter = retryAfter });
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

    internal void Add(AttemptScope scope, Failure? failure, Exception? exception = null, bool shut = false)
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
        };
        _attempts.Add(attempt);
        RouteTelemetry.Attempt(Activity, route.Info, attempt);
        if (failure is not { } failed || exception is null)
        {
            return;
        }

        if (_telling is not { } telling || FailureRanking.IsMoreTelling(failed.Class, telling.Class))
        {
            _telling = (exception, failed.Class);
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

    internal RouteReport Report(RouteTarget target, string? servedModel)
    {
        TimeSpan duration = Elapsed;
        TimeSpan asked = TimeSpan.Zero;
        foreach (RouteAttempt attempt in _attempts)
        {
            asked += attempt.Duration;
        }

        TimeSpan overhead = duration - asked - Waited;
        return new RouteReport
        {
            Route = route.Info.Name,
            Target = target.Info.Name,
            Provider = target.Info.Provider,
            Model = servedModel ?? target.Info.Version ?? target.Info.Model,
            Version = target.Info.Version,
            Attempts = _attempts,
            Skipped = _skipped is null ? [] : _skipped,
            Duration = duration,
            Waited = Waited,
            Overhead = overhead > TimeSpan.Zero ? overhead : TimeSpan.Zero,
        };
    }

    /// <summary>The error of a request that no target answered.</summary>
    internal RouteException Exhausted(bool outOfTime)
    {
        FailureClass failureClass = _telling?.Class
            ?? (outOfTime ? FailureClass.Timeout : AnyCooling() ? FailureClass.RateLimited : FailureClass.CallerFault);
        TimeSpan? soonest = FailureRules.For(failureClass).Fallback == FallbackRule.AnyTarget ? SoonestReturn() : null;
        return Build(RouteMessages.Exhausted(route.Info.Name, _attempts, _skipped, soonest, outOfTime), failureClass, soonest, false);
    }

    /// <summary>The error of a stream that failed after part of it was handed on.</summary>
    internal RouteException Committed(Failure failure, Exception exception)
    {
        _telling = (exception, failure.Class);
        return Build(RouteMessages.Committed(route.Info.Name, _attempts[^1]), failure.Class, failure.RetryAfter, true);
    }

    internal void End(Exception? exception)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (exception is RouteException failed)
        {
            engine.Logger.RouteFailed(route.Info.Name, failed.Class, _attempts.Count, Elapsed.TotalMilliseconds);
        }

        RouteTelemetry.End(Activity, route.Info, _previous?.Info, _attempts.Count, Elapsed, exception);
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

    private bool AnyCooling() => _skipped?.Any(skip => skip.Reason is SkipReason.Cooling or SkipReason.ProbeInFlight) == true;

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
            if (state is HealthState.Ready or HealthState.Probe)
            {
                return null;
            }

            if (state == HealthState.Cooling && !(soonest <= wait))
            {
                soonest = wait;
            }
        }

        return soonest;
    }

    private bool IsUnfit(RouteTarget target) =>
        _skipped?.Any(skip => skip.Target == target.Info.Name && skip.Reason is not (SkipReason.Cooling or SkipReason.ProbeInFlight)) == true;
}

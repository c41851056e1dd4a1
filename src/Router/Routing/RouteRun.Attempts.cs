using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Polly;
using Router.Adapters;
using Router.Pinning;
using Router.Resilience;

namespace Router.Routing;

/// <content>A target's turn: its attempts, what each came to, and whether it is asked again.</content>
internal abstract partial class RouteRun<TResult>
{
    /// <summary>Whether the target that has just failed is asked again at once, after a short backoff.</summary>
    internal bool ShouldRetry(Turn turn)
    {
        int tries = _candidates[turn.Index].Tries;
        Failure failure = turn.Failure;
        RetryRule rule = FailureRules.For(failure.Class).Retry;

        // A stated wait is kept by the cool-down, in which other targets have their turn; a backoff that may not fit into the
        // time left is not begun.
        bool allowed = rule != RetryRule.AfterStatedWait && tries < TriesAllowed(rule) && !failure.InDoubt && failure.RetryAfter is null;
        return allowed && _broken is null && !turn.Denied && !_outOfTime && !turn.Token.IsCancellationRequested
            && Volatile.Read(ref _attempts) < Route.Config.MaxAttempts && Remaining > LongestBackoff(tries)
            && turn.Target.Health.Peek().State is HealthState.Ready or HealthState.Probe;
    }

    /// <summary>Told the wait before a repetition.</summary>
    internal void OnWait(Turn turn, TimeSpan delay)
    {
        turn.WaitingSince = Engine.Clock.Now;
        _log.Retry(turn.Target, delay);
    }

    internal Outcome<TResult>? TakeFirst(Turn<TResult> turn)
    {
        Outcome<TResult>? first = turn.First;
        turn.First = null;
        return first;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<Outcome<TResult>> AttemptAsync(Turn<TResult> turn)
    {
        EndWait(turn);
        RouteTarget target = turn.Target;
        if (!turn.Entered)
        {
            if (!await ReenterAsync(turn).ConfigureAwait(false))
            {
                turn.Denied = true;
                return Outcome.FromException<TResult>(turn.Exception!);
            }
        }
        else if (!turn.Hedge)
        {
            // A hedge was counted before it was let in.
            Interlocked.Increment(ref _attempts);
        }

        turn.Entered = false;
        _candidates[turn.Index].Tries++;
        AttemptScope scope = new(turn, Engine.Clock);
        turn.Scope = scope;
        target.Statistics.Begin();
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

    /// <summary>Ends an attempt that answered.</summary>
    protected void Succeed(AttemptScope scope)
    {
        scope.Settled = true;
        scope.Target.Health.Succeed(scope.Turn.Permit);
        if (scope.TimeToFirstOutput is null)
        {
            scope.Target.Statistics.Answered(scope.Duration);
        }

        Leave(scope, billed: true);
        scope.Dispose();
        Report(scope, failure: null);
    }

    /// <summary>Ends an attempt that failed, and says what to throw where it was committed already.</summary>
    protected Exception Fail(AttemptScope scope, Exception exception, bool committed)
    {
        Turn turn = scope.Turn;
        Failure failure = Classify(scope, exception);
        turn.Exception = exception;
        turn.Failure = failure;
        _outOfTime |= scope.Expired == TimeoutPhase.Total;
        bool shut = false;
        if (scope.TimeToFirstOutput is null && (turn.Lost || failure.Class == FailureClass.Timeout))
        {
            // Else a slow target would look quick: what is known of it would be its quick answers alone.
            scope.Target.Statistics.GaveUp(scope.Duration);
        }

        if (failure.Class == FailureClass.Cancelled)
        {
            scope.Target.Health.Release(turn.Permit);
        }
        else
        {
            ref Candidate candidate = ref _candidates[turn.Index];
            bool counts = FailureRules.For(failure.Class).Health == HealthRule.Counts && WasGivenTime(scope);
            shut = scope.Target.Health.Fail(turn.Permit, failure, counts && !candidate.Counted);
            candidate.Counted |= counts;
        }

        bool used = scope.Usage is not null || scope.Neurons is not null || scope.ReceivedTokens is not null;
        Leave(scope, billed: committed || used || failure.InDoubt || exception is VersionMismatchException);
        scope.Dispose();
        Report(scope, failure, exception, shut);
        if (!committed)
        {
            return exception;
        }

        Exception surfaced = failure.Class == FailureClass.Cancelled
            ? new OperationCanceledException(_callerToken)
            : _log.Committed(scope.Target, failure, exception);
        End(surfaced);
        return surfaced;
    }

    /// <summary>Ends an attempt whose stream was left after it had given output: by the caller, or since another target won.</summary>
    protected void Abandon(AttemptScope scope)
    {
        scope.Target.Health.Succeed(scope.Turn.Permit);
        Leave(scope, billed: true);
        scope.Dispose();
        Report(scope, failure: null);
        if (!scope.Turn.Lost)
        {
            End(null);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult?> AskAsync(Turn<TResult> turn)
    {
        try
        {
            _callerToken.ThrowIfCancellationRequested();
            Outcome<TResult> outcome = await AttemptAsync(turn).ConfigureAwait(false);
            return outcome.Exception is null || !ShouldRetry(turn) ? outcome.Result : await AskAgainAsync(turn, outcome).ConfigureAwait(false);
        }
        finally
        {
            ReturnUnused(turn);
            _candidates[turn.Index].Busy = false;
        }
    }

    /// <summary>
    /// Lets Polly repeat the target. Most requests never come here, and so do not pay for it: Polly is handed the first outcome as
    /// that of its own first attempt.
    /// </summary>
    private async ValueTask<TResult?> AskAgainAsync(Turn<TResult> turn, Outcome<TResult> first)
    {
        turn.First = first;
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, turn.Token);
        context.Properties.Set(RetryPipeline.Decision, turn);
        try
        {
            Outcome<TResult> last = await Route.Retries
                .ExecuteOutcomeAsync(
                    static (_, turn) => turn.Run.TakeFirst(turn) is { } known ? ValueTask.FromResult(known) : turn.Run.AttemptAsync(turn), context, turn)
                .ConfigureAwait(false);
            return last.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Counts an attempt before it is made, however many turns there are at once; false where none is left.</summary>
    private bool TryCountAttempt()
    {
        int attempts = Volatile.Read(ref _attempts);
        while (attempts < Route.Config.MaxAttempts)
        {
            int seen = Interlocked.CompareExchange(ref _attempts, attempts + 1, attempts);
            if (seen == attempts)
            {
                return true;
            }

            attempts = seen;
        }

        return false;
    }

    private void UncountAttempt() => Interlocked.Decrement(ref _attempts);

    // An attempt that lost a race has been reported by whoever won it; its bill is known only now.
    private void Report(AttemptScope scope, Failure? failure, Exception? exception = null, bool shut = false)
    {
        scope.Target.Statistics.End();
        if (scope.TryReport())
        {
            _log.Add(scope, failure, scope.Cost, exception, shut);
        }
        else
        {
            _log.AddBill(scope);
        }
    }

    private void EndWait(Turn turn)
    {
        if (turn.WaitingSince is { } since)
        {
            _log.AddWait(Engine.Clock.Now - since);
            turn.WaitingSince = null;
        }
    }

    private Failure Classify(AttemptScope scope, Exception exception)
    {
        if (scope.Turn.Token.IsCancellationRequested)
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
    private static void ReturnUnused(Turn turn)
    {
        if (turn.Entered)
        {
            turn.Entered = false;
            turn.Target.Health.Release(turn.Permit);
            turn.Lease?.Cancel();
            turn.Lease = null;
        }
    }
}

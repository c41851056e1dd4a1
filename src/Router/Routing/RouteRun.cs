using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Router.Context;
using Router.Resilience;

namespace Router.Routing;

/// <summary>
/// One request on its way through a route: the only fallback loop there is. Chat, streams and images derive from it and say how
/// an attempt is made; which target is asked next, and whether, is decided here by <see cref="FailureRules"/> alone. Used by one
/// request at a time.
/// </summary>
/// <typeparam name="TResult">What an attempt answers.</typeparam>
internal abstract partial class RouteRun<TResult> : IRequestSize
    where TResult : class
{
    private readonly CancellationToken _callerToken;
    private readonly RouteContext _context;
    private readonly RunLog _log;
    private readonly Candidate[] _candidates;
    private readonly int[] _order;
    private int _attempts;
    private bool _outOfTime;
    private bool _stopped;
    private long? _contextFloor;
    private bool _listedOnly;
    private ExceptionDispatchInfo? _broken;

    protected RouteRun(Route route, RouteEngine engine, RouteContext context, bool streaming, CancellationToken callerToken)
    {
        Route = route;
        Engine = engine;
        _context = context;
        _callerToken = callerToken;
        _candidates = new Candidate[route.Targets.Length];
        _order = new int[route.Targets.Length];
        for (int index = 0; index < _order.Length; index++)
        {
            _order[index] = index;
        }

        _log = new RunLog(route, engine, context, streaming);
    }

    protected Route Route { get; }

    protected RouteEngine Engine { get; }

    /// <summary>The caller's.</summary>
    protected CancellationToken CallerToken => _callerToken;

    /// <summary>For whom the request is made.</summary>
    protected RouteContext Context => _context;

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
            if (!await QueueBehindOthersAsync().ConfigureAwait(false))
            {
                throw Exhausted();
            }

            while (true)
            {
                _callerToken.ThrowIfCancellationRequested();
                Turn<TResult>? turn = _cached is null ? await SelectAsync().ConfigureAwait(false) : null;
                if (_cached is { } cached)
                {
                    return ConcludeCached(cached.Result, cached.Target);
                }

                if (turn is null)
                {
                    if (!await WaitForTargetAsync().ConfigureAwait(false))
                    {
                        throw Exhausted();
                    }

                    continue;
                }

                LeaveQueue();
                (Turn<TResult> last, TResult? result) = Route.Config.Hedging is { } hedging
                    ? await RaceAsync(turn, hedging).ConfigureAwait(false)
                    : (turn, await AskAsync(turn).ConfigureAwait(false));
                if (result is not null)
                {
                    return await ConcludeAsync(result, last.Target).ConfigureAwait(false);
                }

                _broken?.Throw();
                _callerToken.ThrowIfCancellationRequested();
                Judge(last);
                if (_stopped)
                {
                    throw Exhausted();
                }
            }
        }
        catch (OperationCanceledException cancelled) when (_callerToken.IsCancellationRequested && cancelled.CancellationToken != _callerToken)
        {
            // A turn of a race has a token of its own, of which the caller knows nothing.
            OperationCanceledException told = new(cancelled.Message, cancelled, _callerToken);
            End(told);
            throw told;
        }
        catch (Exception exception)
        {
            End(exception);
            throw;
        }
        finally
        {
            LeaveQueue();
        }
    }

    /// <summary>Makes one attempt: arms the scope, calls the provider, and reports success by <see cref="Succeed"/>.</summary>
    protected abstract ValueTask<TResult> InvokeAsync(RouteTarget target, AttemptScope scope);

    /// <summary>Makes the caller's answer of an attempt's.</summary>
    protected abstract ValueTask<TResult> ConcludeAsync(TResult result, RouteTarget target);

    /// <summary>Lets go of an answer that came too late, since another target's has won.</summary>
    protected virtual ValueTask DiscardAsync(TResult result) => default;

    /// <summary>Why this target cannot take the request, in words; null where nothing is known against it.</summary>
    protected abstract string? WhyUnable(RouteTarget target);

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

    /// <summary>Ends the request with an answer of <paramref name="target"/>.</summary>
    protected RouteReport Complete(RouteTarget target, string? servedModel, bool cached = false)
    {
        RouteReport report = _log.Report(target, servedModel, cached);
        End(null);
        return report;
    }

    /// <summary>Takes time out of the request's budget that the caller spent between two updates.</summary>
    protected void ExcludeConsumerTime(AttemptScope scope, TimeSpan time)
    {
        scope.ConsumerTime += time;
        _log.ConsumerTime += time;
    }

    /// <summary>Ends the request; the first call counts.</summary>
    protected void End(Exception? exception)
    {
        EndRaces();
        _admission?.Complete();
        _log.End(exception);
    }

    /// <summary>Decides by the failure of a turn whether the request goes on.</summary>
    private void Judge(Turn turn)
    {
        FailureRule rule = FailureRules.For(turn.Failure.Class);
        ref Candidate candidate = ref _candidates[turn.Index];
        bool waitable = rule.Retry == RetryRule.AfterStatedWait || (rule.Retry != RetryRule.Never && turn.Failure.RetryAfter is not null);
        candidate.Spent = !waitable || turn.Failure.InDoubt || candidate.Tries >= TriesAllowed(rule.Retry);
        bool goesOn = !_outOfTime && Remaining > TimeSpan.Zero && _attempts < Route.Config.MaxAttempts;
        switch (rule.Fallback)
        {
            case FallbackRule.AnyTarget:
                break;
            case FallbackRule.LargerContext:
                _contextFloor = Math.Max(_contextFloor ?? 0, turn.Target.Capabilities.ContextTokens ?? InputTokens);
                break;
            case FallbackRule.ListedTargets:
                _listedOnly = true;
                break;
            case FallbackRule.OptIn:
                goesOn &= Route.Config.FallbackOn.Contains(turn.Failure.Class);
                break;
            default:
                goesOn = false;
                break;
        }

        _stopped |= !goesOn;
    }

    private RouteException Exhausted() => _log.Exhausted(_outOfTime, Refusals(), _queueFault);
}

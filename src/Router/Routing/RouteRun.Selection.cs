using System.Runtime.CompilerServices;
using Router.Resilience;

namespace Router.Routing;

/// <content>Which target is asked next, which are skipped and why, and how long the soonest of them takes.</content>
internal abstract partial class RouteRun<TResult>
{
    private (TResult Result, RouteTarget Target)? _cached;

    private void Order()
    {
        StrategyContext context = new(Route, _context.Session, Engine.Random, this);
        Route.Strategy.Order(context, _order);
        foreach (int index in _order)
        {
            if ((uint)index >= (uint)_candidates.Length || _candidates[index].Ordered)
            {
                throw new InvalidOperationException(
                    $"The strategy '{Route.Strategy.Name}' left no permutation of the {_candidates.Length} targets of route '{Route.Info.Name}'.");
            }

            _candidates[index].Ordered = true;
        }

        Ramp.Demote(_order, Route.Targets, Engine.Random);
    }

    /// <summary>
    /// The turn of the first target in order that can take the request, is not shut, and is let through by Router's own limits;
    /// null where there is none, or where <see cref="_cached"/> holds an answer.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Turn<TResult>?> SelectAsync(bool hedge = false)
    {
        for (int place = 0; place < _order.Length; place++)
        {
            int index = _order[place];
            RouteTarget target = Route.Targets[index];
            if (!MayAsk(index, target))
            {
                continue;
            }

            if (await FindAnswerAsync(index, target, hedge).ConfigureAwait(false))
            {
                return null;
            }

            if (!target.Health.TryEnter(out HealthPermit permit))
            {
                ReportShut(index, target);
                continue;
            }

            Turn<TResult> turn = new(this, target, index, _callerToken) { Permit = permit, Hedge = hedge, Entered = true };
            try
            {
                if (await AdmitAsync(turn).ConfigureAwait(false) is not { } refusal)
                {
                    _log.Select(target, hedge);
                    _candidates[index].Busy = true;
                    ForgetRefusal(index);
                    return turn;
                }

                ReturnUnused(turn);
                if (Refuse(index, target, refusal))
                {
                    _ = !hedge && await FindAnswerAsync().ConfigureAwait(false);
                    return null;
                }
            }
            catch
            {
                // Whatever breaks here, the permit of a probe must not stay behind.
                ReturnUnused(turn);
                throw;
            }
        }

        return null;
    }

    private bool MayAsk(int index, RouteTarget target)
    {
        ref Candidate candidate = ref _candidates[index];
        if (candidate.Spent || candidate.Busy || Engine.Clock.Now < candidate.RefusedUntil)
        {
            return false;
        }

        if (Unfit(target, ref candidate) is { } unfit)
        {
            candidate.Spent = true;
            _log.Skip(target, unfit.Reason, unfit.Detail, null);
            return false;
        }

        return true;
    }

    private (SkipReason Reason, string Detail)? Unfit(RouteTarget target, ref Candidate candidate)
    {
        if (!candidate.Admitted)
        {
            if (WhyUnable(target) is { } why)
            {
                return (SkipReason.Incapable, why);
            }

            candidate.Admitted = true;
        }

        if (_contextFloor is { } floor && !(target.Capabilities.ContextTokens > floor))
        {
            return (SkipReason.ContextNotLarger, $"its context window is not known to be larger than {floor} tokens");
        }

        return _listedOnly && !target.ListedForContent
            ? (SkipReason.NotListedForContent, "another target refused the content, and contentPolicyTargets does not list this one")
            : null;
    }

    // Of all targets, where the limits of the request itself are in the way.
    private async ValueTask<bool> FindAnswerAsync()
    {
        for (int place = 0; MayUseCache && place < _order.Length; place++)
        {
            int index = _order[place];
            if (MayAsk(index, Route.Targets[index]) && await FindAnswerAsync(index, Route.Targets[index], hedge: false).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    // The answer that a target gave before needs neither its health nor a limit.
    private async ValueTask<bool> FindAnswerAsync(int index, RouteTarget target, bool hedge)
    {
        if (hedge || _candidates[index].LookedUp || !MayUseCache)
        {
            return false;
        }

        _candidates[index].LookedUp = true;
        if (await FindCachedAsync(target).ConfigureAwait(false) is { } result)
        {
            _cached = (result, target);
            return true;
        }

        return false;
    }

    private void ReportShut(int index, RouteTarget target)
    {
        ref Candidate candidate = ref _candidates[index];
        (HealthState state, TimeSpan wait, FailureClass reason) = target.Health.Peek();
        SkipReason skip = state == HealthState.Cooling ? SkipReason.Cooling : SkipReason.ProbeInFlight;
        if (candidate.Tries == 0 && candidate.Skipped != skip)
        {
            candidate.Skipped = skip;
            _log.Skip(
                target,
                skip,
                skip == SkipReason.Cooling ? $"cooling after {reason}" : $"another request probes it after {reason}",
                skip == SkipReason.Cooling ? wait : null);
        }
    }

    /// <summary>Waits where waiting may bring a target; false where the request is refused.</summary>
    private async ValueTask<bool> WaitForTargetAsync()
    {
        if (SoonestReturn() is { } wait)
        {
            // Whoever only waits for the time must not hold up those in the queue, whom the end of a lease may serve.
            LeaveQueue();
            _log.Wait(wait);
            TimeSpan since = Engine.Clock.Now;
            await Task.Delay(wait, Engine.Clock.TimeProvider, _callerToken).ConfigureAwait(false);
            _log.AddWait(Engine.Clock.Now - since);
            return true;
        }

        return await QueueAsync().ConfigureAwait(false);
    }

    /// <summary>The wait until the soonest target of this request returns; null where none does in time.</summary>
    private TimeSpan? SoonestReturn()
    {
        // A request that finds every target cooling is refused at once, with the soonest return, rather than held.
        if (_attempts == 0 || _attempts >= Route.Config.MaxAttempts)
        {
            return null;
        }

        TimeSpan? soonest = null;
        for (int index = 0; index < _candidates.Length; index++)
        {
            if (_candidates[index].Spent)
            {
                continue;
            }

            (HealthState state, TimeSpan wait, _) = Route.Targets[index].Health.Peek();
            if (state == HealthState.ProbeInFlight || WaitOfRefusal(index) is not { } refused)
            {
                continue;
            }

            wait = wait > refused ? wait : refused;
            soonest = soonest < wait ? soonest : wait;
        }

        // Upward only: whoever comes back before the stated time is refused again.
        if (soonest is not { } stated)
        {
            return null;
        }

        TimeSpan spread = TimeSpans.Add(
            TimeSpans.Multiply(stated, 1 + (RouteTiming.JitterShare * Engine.Random())), RouteTiming.WaitMargin);
        return spread < Remaining ? spread : null;
    }

    // Zero where no limit refused the target; null where nobody knows when it will not.
    private TimeSpan? WaitOfRefusal(int index)
    {
        ref Candidate candidate = ref _candidates[index];
        if (candidate.Refusal is null)
        {
            return TimeSpan.Zero;
        }

        return candidate.RefusedUntil is { } until ? (until > Engine.Clock.Now ? until - Engine.Clock.Now : TimeSpan.Zero) : null;
    }
}

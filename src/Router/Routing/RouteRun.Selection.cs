using Router.Resilience;

namespace Router.Routing;

/// <content>Which target is asked next, which are skipped and why, and how long the soonest of them takes.</content>
internal abstract partial class RouteRun<TResult>
{
    private void Order()
    {
        Route.Strategy.Order(new StrategyContext(Route, affinity: null, Engine.Random, inputTokens: 0, outputTokens: 0), _order);
        foreach (int index in _order)
        {
            if ((uint)index >= (uint)_candidates.Length || _candidates[index].Ordered)
            {
                throw new InvalidOperationException(
                    $"The strategy '{Route.Strategy.Name}' left no permutation of the {_candidates.Length} targets of route '{Route.Info.Name}'.");
            }

            _candidates[index].Ordered = true;
        }
    }

    private bool TrySelect()
    {
        foreach (int index in _order)
        {
            ref Candidate candidate = ref _candidates[index];
            if (candidate.Spent)
            {
                continue;
            }

            RouteTarget target = Route.Targets[index];
            if (Unfit(target, ref candidate) is { } unfit)
            {
                candidate.Spent = true;
                _log.Skip(target, unfit.Reason, unfit.Detail, null);
                continue;
            }

            if (target.Health.TryEnter(out _permit))
            {
                _current = index;
                _entered = true;
                _denied = false;
                _log.Select(target);
                return true;
            }

            ReportShut(target, ref candidate);
        }

        return false;
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

    private void ReportShut(RouteTarget target, ref Candidate candidate)
    {
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
            if (state == HealthState.ProbeInFlight)
            {
                continue;
            }

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
}

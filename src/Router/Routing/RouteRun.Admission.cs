using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Resilience;

namespace Router.Routing;

/// <content>What Router's own limits say: estimate, reservation, settlement, and the queue.</content>
internal abstract partial class RouteRun<TResult>
{
    private RequestAdmission? _admission;
    private QueuePlace? _place;
    private TimeSpan _queuedAt;
    private string? _queueFault;

    /// <summary>Whether the request answers the results of tools, and so is a step an agent makes by itself.</summary>
    protected virtual bool IsStep => false;

    /// <summary>How long the request is, by estimate, in tokens before any correction.</summary>
    public virtual long InputTokens => 0;

    /// <summary>How long the answer may become, in tokens, as far as the request limits it.</summary>
    public virtual int? OutputTokens => null;

    /// <summary>How many images the request asks for; 0 where it asks for none.</summary>
    public virtual int ImagesAsked => 0;

    /// <summary>Whether a kept answer may be given, and this one kept.</summary>
    protected virtual bool MayUseCache => false;

    /// <summary>The answer that this target gave to the same request before; null where none is kept.</summary>
    protected virtual ValueTask<TResult?> FindCachedAsync(RouteTarget target) => default;

    /// <summary>Makes the caller's answer of one that was kept.</summary>
    protected virtual TResult ConcludeCached(TResult result, RouteTarget target) => result;

    /// <summary>Reserves what an attempt takes. Null where it is let through.</summary>
    private ValueTask<AdmissionRefusal?> AdmitAsync(Turn<TResult> turn)
    {
        if (Engine.Admission is not { } controller || (_admission is null && controller.IsIdle))
        {
            return default;
        }

        _admission ??= controller.Begin(Route.Info.Name, _context.Tenant, _context.Session, _context.Agent, IsStep);
        turn.Estimate = controller.CountsAmounts ? Estimate(turn.Target) : new AdmissionAmounts { Requests = 1, Steps = IsStep ? 1 : 0 };
        return AdmitAsync(_admission, turn);
    }

    private async ValueTask<AdmissionRefusal?> AdmitAsync(RequestAdmission admission, Turn<TResult> turn)
    {
        RouteTarget target = turn.Target;
        AdmissionResult result = await admission
            .ReserveAsync(target.Info.Provider, target.Info.Name, target.Info.Model, turn.Estimate, turn.Token)
            .ConfigureAwait(false);
        turn.Lease = result.Lease;
        return result.Refusal;
    }

    /// <summary>Asks for permit and lease of a repetition.</summary>
    private async ValueTask<bool> ReenterAsync(Turn<TResult> turn)
    {
        if (!TryCountAttempt())
        {
            // Another turn of the race took the last one during the backoff.
            return false;
        }

        if (!turn.Target.Health.TryEnter(out HealthPermit permit))
        {
            // Shut by somebody else during the backoff.
            UncountAttempt();
            return false;
        }

        turn.Permit = permit;
        turn.Entered = true;
        if (await AdmitAsync(turn).ConfigureAwait(false) is not { } refusal)
        {
            ForgetRefusal(turn.Index);
            return true;
        }

        UncountAttempt();
        ReturnUnused(turn);
        Refuse(turn.Index, turn.Target, refusal);
        return false;
    }

    /// <summary>Notes a refusal. True where no other target would fare better.</summary>
    private bool Refuse(int index, RouteTarget target, AdmissionRefusal refusal)
    {
        ref Candidate candidate = ref _candidates[index];
        candidate.Refusal = refusal;
        candidate.RefusedUntil = refusal.RetryAfter is { } wait ? TimeSpans.Add(Engine.Clock.Now, wait) : null;

        // Time does not mend these within a request; another target may still be cheaper.
        candidate.Spent = refusal.Kind is AdmissionRefusalKind.Budget or AdmissionRefusalKind.Cap
            or AdmissionRefusalKind.Stopped or AdmissionRefusalKind.UnknownPrice;
        SkipReason reason = AdmissionSkips.ReasonOf(refusal.Kind);
        if (candidate.Skipped != reason)
        {
            candidate.Skipped = reason;
            _log.Skip(target, reason, refusal.Detail, refusal.RetryAfter);
        }

        bool ofTarget = refusal.Scope is LimitScope.Provider or LimitScope.Target || refusal.Kind is AdmissionRefusalKind.Budget or AdmissionRefusalKind.UnknownPrice;
        return !ofTarget;
    }

    private List<AdmissionRefusal>? Refusals()
    {
        List<AdmissionRefusal>? refusals = null;
        foreach (ref readonly Candidate candidate in _candidates.AsSpan())
        {
            if (candidate.Refusal is { } refusal)
            {
                (refusals ??= []).Add(refusal);
            }
        }

        return refusals;
    }

    private AdmissionAmounts Estimate(RouteTarget target)
    {
        long input = target.Calibration.Correct(InputTokens);
        long output = ExpectedOutput(target);
        decimal? cost = target.Price?.Estimate(input, output, ImagesOf(target));
        return new AdmissionAmounts
        {
            Requests = 1,
            Tokens = input + output,
            Cost = cost,
            Neurons = NeuronsOf(target, cost) ?? 0,
            Steps = IsStep ? 1 : 0,
        };
    }

    private int ImagesOf(RouteTarget target) => ImagesAsked > 0 ? target.Parameters?.Count ?? ImagesAsked : 0;

    private int? OutputCap(RouteTarget target) => target.Parameters?.MaxOutputTokens ?? OutputTokens;

    private long ExpectedOutput(RouteTarget target) => ImagesOf(target) > 0 ? 0 : target.Calibration.ExpectedOutput(OutputCap(target));

    /// <summary>Settles what the attempt had reserved.</summary>
    /// <param name="scope">The attempt.</param>
    /// <param name="billed">Whether the provider bills it: it answered, in part or whole, or may have begun to.</param>
    private void Leave(AttemptScope scope, bool billed)
    {
        RouteTarget target = scope.Target;
        AdmissionAmounts estimate = scope.Turn.Estimate;
        decimal? cost = billed ? target.Price?.CostOf(scope.Usage, scope.Images ?? ImagesOf(target), scope.Neurons) : 0;
        scope.Cost = cost;
        if (billed && estimate.Tokens > 0)
        {
            Learn(target, scope.Usage);
        }

        if (scope.Turn.Lease is not { } lease)
        {
            return;
        }

        scope.Turn.Lease = null;
        if (!billed)
        {
            // The request has reached the provider and counts there; what it would have used it has not.
            lease.Settle(new AdmissionAmounts { Requests = 1, Cost = 0, Steps = estimate.Steps });
            return;
        }

        lease.Settle(estimate with
        {
            Tokens = TokensOf(scope) ?? estimate.Tokens,
            Cost = cost ?? CostOfReceived(target, scope) ?? estimate.Cost,
            Neurons = scope.Neurons ?? NeuronsOf(target, cost) ?? estimate.Neurons,
        });
    }

    // What the provider left untold is taken by estimate, never as none. Null where nothing at all is known.
    private long? TokensOf(AttemptScope scope)
    {
        UsageDetails? usage = scope.Usage;
        if (usage?.TotalTokenCount is { } total)
        {
            return total;
        }

        if ((usage?.InputTokenCount ?? usage?.OutputTokenCount ?? scope.ReceivedTokens) is null)
        {
            return null;
        }

        long input = usage?.InputTokenCount ?? scope.Target.Calibration.Correct(InputTokens);
        return input + (usage?.OutputTokenCount ?? scope.ReceivedTokens ?? ExpectedOutput(scope.Target));
    }

    private void Learn(RouteTarget target, UsageDetails? usage)
    {
        if (usage?.InputTokenCount is { } counted)
        {
            target.Calibration.Learn(InputTokens, counted);
        }

        if (usage?.OutputTokenCount is { } answered && OutputCap(target) is null)
        {
            target.Calibration.LearnOutput(answered);
        }
    }

    // Where tokens are priced and neurons are billed, the one price tells the other.
    private static double? NeuronsOf(RouteTarget target, decimal? cost) =>
        target.Price?.Price.Neuron is > 0 and { } neuron ? (double?)(cost / neuron) : null;

    private decimal? CostOfReceived(RouteTarget target, AttemptScope scope) =>
        scope.ReceivedTokens is { } received ? target.Price?.Estimate(target.Calibration.Correct(InputTokens), received, images: 0) : null;

    /// <summary>
    /// Whoever waits already goes first, unless an answer is kept, for which nobody need wait; false where the request does not come to
    /// its turn.
    /// </summary>
    private ValueTask<bool> QueueBehindOthersAsync() =>
        Engine.Admission is not null && Route.Queue is { } queue && queue.MustWait(_context.Priority) ? QueueBehindOthersAsync(queue) : ValueTask.FromResult(true);

    private async ValueTask<bool> QueueBehindOthersAsync(AdmissionQueue queue) =>
        await FindAnswerAsync().ConfigureAwait(false) || await WaitAsync(queue, TimeSpan.Zero).ConfigureAwait(false);

    /// <summary>Waits in the route's queue for what refused the request; false where there is none, it is full, or the time is up.</summary>
    private ValueTask<bool> QueueAsync() =>
        Route.Queue is { } queue && _attempts < Route.Config.MaxAttempts && SoonestRefusal() is { } soonest
            ? WaitAsync(queue, soonest.Wait)
            : ValueTask.FromResult(false);

    private async ValueTask<bool> WaitAsync(AdmissionQueue queue, TimeSpan? retryAfter)
    {
        if (_place is null)
        {
            if (!queue.TryJoin(_context.Priority, out QueuePlace? place))
            {
                _queueFault = $"the queue of route '{Route.Info.Name}' is full ({Route.Config.Queue!.Limit} wait already)";
                return false;
            }

            _place = place;
            _queuedAt = Engine.Clock.Now;
        }

        TimeSpan left = Route.Config.Queue!.Timeout - (Engine.Clock.Now - _queuedAt);
        left = left < Remaining ? left : Remaining;
        TimeSpan since = Engine.Clock.Now;
        bool turn = left > TimeSpan.Zero && await queue.WaitAsync(_place, retryAfter ?? Engine.Admission?.AskAgain, left, _callerToken).ConfigureAwait(false);
        _log.AddWait(Engine.Clock.Now - since);
        if (!turn)
        {
            _queueFault = $"its time in the queue of route '{Route.Info.Name}' ran out";
        }

        ForgetRefusals();
        return turn;
    }

    // Whose turn has come in the queue asks again, whatever was said before.
    private void ForgetRefusals()
    {
        foreach (ref Candidate candidate in _candidates.AsSpan())
        {
            candidate.RefusedUntil = null;
        }
    }

    // What is let through is no longer refused: whether it is waited for is up to its health again.
    private void ForgetRefusal(int index)
    {
        _candidates[index].Refusal = null;
        _candidates[index].RefusedUntil = null;
    }

    // Null where no refusal is one that time or another request's end mends.
    private (bool Known, TimeSpan? Wait)? SoonestRefusal()
    {
        bool any = false;
        TimeSpan? soonest = null;
        for (int index = 0; index < _candidates.Length; index++)
        {
            if (!_candidates[index].Spent && _candidates[index].Refusal is not null)
            {
                any = true;
                TimeSpan? wait = WaitOfRefusal(index);
                soonest = soonest < wait ? soonest : wait ?? soonest;
            }
        }

        return any ? (true, soonest) : null;
    }

    private void LeaveQueue()
    {
        if (_place is { } place)
        {
            _place = null;
            Route.Queue!.Leave(place);
        }
    }
}

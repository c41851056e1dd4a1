using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Router.Resilience;

namespace Router.Admission;

/// <summary>Lets requests through, or says why not: rates, concurrency, budgets and kill switches in one decision. Thread-safe.</summary>
public sealed class AdmissionController : IAsyncDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly MonotonicClock _clock;
    private readonly Limiters _limiters;
    private readonly BudgetWatch _watch;
    private readonly LeaseRenewals _renewals;
    private readonly ReservationIds _ids = new();
    private readonly ConcurrentDictionary<string, LearnedLimits> _learned = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly List<AdmissionBackend> _left = [];
    private volatile Force _force;

    /// <summary>Makes a controller that owns the store and disposes it.</summary>
    /// <param name="policy">What is in force at first.</param>
    /// <param name="store">Where counters live.</param>
    /// <param name="config">How the store is asked.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where transitions of the store and failed settlements are told.</param>
    /// <param name="limiters">The application's own limiters, if any.</param>
    internal AdmissionController(
        AdmissionPolicy policy, IAdmissionStore store, AdmissionStoreConfig config, TimeProvider timeProvider, ILogger logger,
        AdmissionLimiters? limiters = null)
    {
        _timeProvider = timeProvider;
        _logger = logger;
        _clock = new MonotonicClock(timeProvider);
        _limiters = new Limiters(limiters, logger);
        _watch = new BudgetWatch(Raise, _clock);
        _renewals = new LeaseRenewals(AdmissionDefaults.Expiry, timeProvider);
        _force = new Force(policy, new AdmissionBackend(store, config, timeProvider, logger, Signal));
    }

    /// <summary>Tells of budgets that come near their end. Raised on the request's own thread; what a subscriber throws is logged.</summary>
    public event Action<BudgetEvent>? BudgetEvents;

    /// <summary>Is raised whenever a lease ends, so that what waits in queues can try again. Subscribers do not throw.</summary>
    internal event Action? Released;

    internal MicroDollarCarry Carry { get; } = new();

    /// <summary>
    /// When what was refused without a known return is worth asking for again: what other processes free raises no event here. Null
    /// where there are none.
    /// </summary>
    internal TimeSpan? AskAgain => _force.Backend.IsShared ? AdmissionDefaults.AskAgain : null;

    /// <summary>Takes from every limit and budget of the scopes, or from none.</summary>
    /// <param name="scopes">Whose limits and budgets count.</param>
    /// <param name="estimate">What the call is expected to take; fewer than one request counts as one.</param>
    /// <param name="cancellationToken">Ends the wait for the store; what it grants all the same is given back.</param>
    /// <exception cref="ArgumentException">A target is named without its route.</exception>
    public ValueTask<AdmissionResult> ReserveAsync(AdmissionScopes scopes, AdmissionAmounts estimate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return scopes is { Target: not null, Route: null }
            ? throw new ArgumentException($"The target '{scopes.Target}' is named without its route.", nameof(scopes))
            : ReserveAsync(scopes, estimate, null, withRequest: true, cancellationToken);
    }

    /// <summary>Sets a kill switch: from the next admission on nothing of the scope is let through, in every process that shares the store.</summary>
    /// <param name="scope">What is stopped; a target cannot be.</param>
    /// <param name="name">The provider, route, tenant, session or agent; null for <see cref="LimitScope.All"/>.</param>
    /// <param name="reason">Why, in words that refusals repeat.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="ArgumentException">The scope has no switch, or the name does not fit it.</exception>
    public ValueTask StopAsync(LimitScope scope, string? name, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return _force.Backend.SetSwitchAsync(SwitchKey(scope, name), reason, cancellationToken);
    }

    /// <summary>Takes a kill switch back.</summary>
    /// <param name="scope">What was stopped.</param>
    /// <param name="name">The provider, route, tenant, session or agent; null for <see cref="LimitScope.All"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="ArgumentException">The scope has no switch, or the name does not fit it.</exception>
    public ValueTask ResumeAsync(LimitScope scope, string? name, CancellationToken cancellationToken) =>
        _force.Backend.SetSwitchAsync(SwitchKey(scope, name), null, cancellationToken);

    /// <summary>The kill switches that are set.</summary>
    public ValueTask<IReadOnlyList<AdmissionStop>> ReadStopsAsync(CancellationToken cancellationToken) =>
        _force.Backend.Store.ReadSwitchesAsync(cancellationToken);

    /// <summary>What the budgets of the scopes stand at.</summary>
    public ValueTask<IReadOnlyList<BudgetStanding>> ReadBudgetsAsync(AdmissionScopes scopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        Force force = _force;
        return BudgetReader.ReadAsync(AdmissionPlan.Make(force.Policy, scopes, withRequest: true), force.Backend.Store, cancellationToken);
    }

    /// <summary>Settles what waits for the store, for at most some seconds, and disposes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _renewals.Dispose();
        AdmissionBackend[] backends;
        lock (_gate)
        {
            backends = [_force.Backend, .. _left];
            _left.Clear();
        }

        foreach (AdmissionBackend backend in backends)
        {
            await backend.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Goes on under other limits; what stands in the store stays.</summary>
    internal void Follow(AdmissionPolicy policy)
    {
        lock (_gate)
        {
            _force = new Force(policy, _force.Backend);
        }
    }

    /// <summary>
    /// Goes on with another store. Leases that are open end in the old one, which is disposed with the last of them. Nothing of what
    /// the old one counted is carried over.
    /// </summary>
    internal void Follow(AdmissionPolicy policy, IAdmissionStore store, AdmissionStoreConfig config)
    {
        AdmissionBackend old;
        lock (_gate)
        {
            old = _force.Backend;
            _force = new Force(policy, new AdmissionBackend(store, config, _timeProvider, _logger, Signal));
            _left.RemoveAll(backend => backend.IsDisposed);
            _left.Add(old);
        }

        old.Leave();
        _ = OpenAsync(store);
    }

    // Connecting takes longer than a decision may: begun now, it is over before most first requests come.
    private static async Task OpenAsync(IAdmissionStore store)
    {
        try
        {
            await store.ReadSwitchesAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A store that is away is told of by whoever asks it next.
        }
    }

    /// <summary>
    /// Whether nothing could refuse anything now: no limit, budget, learned limit or limiter, and no kill switch. Then a request need
    /// not ask.
    /// </summary>
    internal bool IsIdle => _force is { Policy.IsEmpty: true, Backend.HasNoSwitch: true } && _learned.IsEmpty && _limiters.IsEmpty;

    /// <summary>Whether tokens, neurons or money count, so that a request has to be estimated.</summary>
    internal bool CountsAmounts => _force.Policy.CountsAmounts || !_learned.IsEmpty || !_limiters.IsEmpty;

    /// <summary>Begins a request of a route; complete it when its attempts are over.</summary>
    internal RequestAdmission Begin(string route, string? tenant, string? session, string? agent, bool isStep) =>
        new(this, new AdmissionScopes { Route = route, Tenant = tenant, Session = session, Agent = agent }, isStep);

    /// <summary>The route that a budget past its soft share names for such requests; null for none.</summary>
    internal string? SoftRouteFor(string route, string? tenant, string? session, string? agent)
    {
        AdmissionPolicy policy = _force.Policy;
        if (!policy.HasSoftRoutes)
        {
            return null;
        }

        AdmissionScopes scopes = new() { Route = route, Tenant = tenant, Session = session, Agent = agent };
        foreach (AdmissionLimit limit in AdmissionPlan.Make(policy, scopes, withRequest: false).Limits)
        {
            if (limit is { Unit: AdmissionUnit.MicroDollar, IsAlarm: false, Budget.SoftRoute: { } soft }
                && !string.Equals(soft, route, StringComparison.OrdinalIgnoreCase) && _watch.IsSoft(limit))
            {
                return soft;
            }
        }

        return null;
    }

    /// <summary>What learns the limits of a provider; the same object for the same name.</summary>
    internal LearnedLimits LearnedFor(string provider) => _learned.GetOrAdd(provider, static (_, clock) => new LearnedLimits(clock), _clock);

    internal ValueTask<AdmissionResult> ReserveAsync(
        AdmissionScopes scopes, AdmissionAmounts estimate, RequestAdmission? request, bool withRequest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Force force = _force;
        AdmissionPlan plan = AdmissionPlan.Make(force.Policy, scopes, withRequest);
        AdmissionAmounts amounts = estimate with { Requests = Math.Max(1, estimate.Requests) };
        if (amounts.Cost is null)
        {
            foreach (AdmissionLimit limit in plan.Limits)
            {
                if (limit.NeedsPrice)
                {
                    return new(Refused(RefusalText.UnknownPrice(limit)));
                }
            }
        }

        Attempt attempt = new(scopes, plan, request, withRequest);
        if (scopes is { Provider: { } provider, Model: { } model } && _learned.TryGetValue(provider, out LearnedLimits? learned))
        {
            if (learned.TryTake(model, amounts.Tokens, out TimeSpan wait) is not { } taking)
            {
                return new(Refused(RefusalText.Learned(provider, wait)));
            }

            attempt = attempt with { Learned = learned, Taking = taking };
        }

        AdmissionBackend backend = force.Backend;
        while (!backend.TryEnter())
        {
            // Only a store that was exchanged a moment ago is gone; a controller that is disposed keeps its last one's door open.
            backend = _force.Backend;
        }

        AdmissionClaim[] claims = plan.Claims(amounts);
        AdmissionRequest asked = new(_ids.Next(), claims, AdmissionDefaults.Expiry);
        ValueTask<BackendDecision> pending = backend.ReserveAsync(asked, claims, plan.Limits, cancellationToken);
        return pending.IsCompletedSuccessfully
            ? new(Finish(attempt, asked, backend, pending.Result))
            : FinishAsync(attempt, asked, backend, pending);
    }

    internal void SettleRequest(AdmissionTicket ticket, in AdmissionAmounts actual)
    {
        ticket.SettleRequest(actual, Carry);
        Ended(ticket);
        Signal();
    }

    internal void Ended(AdmissionTicket ticket)
    {
        if (!ticket.EndPart())
        {
            return;
        }

        if (ticket.Plan.Holds)
        {
            _renewals.Remove(ticket);
        }

        ticket.Backend.Leave();
    }

    internal void Signal() => Released?.Invoke();

    private async ValueTask<AdmissionResult> FinishAsync(
        Attempt attempt, AdmissionRequest asked, AdmissionBackend backend, ValueTask<BackendDecision> pending)
    {
        BackendDecision decision;
        try
        {
            decision = await pending.ConfigureAwait(false);
        }
        catch
        {
            attempt.ReturnLearned();
            backend.Leave();
            throw;
        }

        return Finish(attempt, asked, backend, decision);
    }

    private AdmissionResult Finish(Attempt attempt, AdmissionRequest asked, AdmissionBackend backend, in BackendDecision decision)
    {
        AdmissionPlan plan = attempt.Plan;
        if (!decision.Decision.Granted)
        {
            attempt.ReturnLearned();
            backend.Leave();
            AdmissionLimit limit = plan.Limits[decision.Decision.RefusedIndex];
            if (limit.Budget is not null && !decision.IsUnavailable)
            {
                _watch.Refused(limit, decision.Claims[decision.Decision.RefusedIndex].Amount, decision.Decision.Standing);
            }

            return Refused(RefusalText.For(limit, decision));
        }

        bool ownPart = attempt.Request is not null && attempt.WithRequest;
        AdmissionTicket ticket = new(
            backend, asked.Id, plan, decision.Claims, decision.Decision.Marks!, decision.IsLocal, ownPart ? 2 : 1);

        // Asked last, since what they gave cannot always be given back.
        if (_limiters.Acquire(attempt.Scopes, out RateLimitLease? first, out RateLimitLease? second) is { } refusal)
        {
            attempt.ReturnLearned();
            ticket.SettleAttempt(new AdmissionAmounts { Cost = 0 }, Carry);
            ticket.SettleRequest(new AdmissionAmounts { Cost = 0 }, Carry);
            backend.Leave();
            return Refused(refusal);
        }

        AdmissionLease lease = new(this, ticket, attempt.Request)
        {
            Learned = attempt.Learned,
            Taking = attempt.Taking,
            First = first,
            Second = second,
        };
        if (ownPart)
        {
            attempt.Request!.Hold(ticket);
        }

        if (plan.Holds)
        {
            _renewals.Add(ticket, ownPart ? attempt.Request! : lease);
        }

        Watch(plan, decision.Decision.Marks!);
        AdmissionMetrics.Granted();
        return new AdmissionResult(lease);
    }

    private void Watch(AdmissionPlan plan, IReadOnlyList<AdmissionMark> marks)
    {
        for (int index = plan.Switches; index < plan.AttemptEnd; index++)
        {
            if (plan.Limits[index].Budget is not null)
            {
                _watch.Granted(plan.Limits[index], marks[index]);
            }
        }
    }

    private static AdmissionResult Refused(AdmissionRefusal refusal)
    {
        AdmissionMetrics.Refused(refusal);
        return new AdmissionResult(refusal);
    }

    private void Raise(BudgetEvent budgetEvent)
    {
        foreach (Action<BudgetEvent> subscriber in Delegate.EnumerateInvocationList(BudgetEvents))
        {
            try
            {
                subscriber(budgetEvent);
            }
            // A subscriber must not end a request.
            catch (Exception exception)
            {
                _logger.SubscriberFailed(exception.GetType().Name);
            }
        }
    }

    private static string SwitchKey(LimitScope scope, string? name)
    {
        if (scope == LimitScope.Target)
        {
            throw new ArgumentException("A target has no kill switch: stop its route or its provider.", nameof(scope));
        }

        if (scope == LimitScope.All != name is null)
        {
            throw new ArgumentException(
                name is null ? $"The {AdmissionKeys.Word(scope)} to stop is not named." : "The switch for everything takes no name.", nameof(name));
        }

        return AdmissionKeys.Switch(scope, name);
    }

    private sealed record Force(AdmissionPolicy Policy, AdmissionBackend Backend);

    private readonly record struct Attempt(AdmissionScopes Scopes, AdmissionPlan Plan, RequestAdmission? Request, bool WithRequest)
    {
        internal LearnedLimits? Learned { get; init; }

        internal LearnedTaking Taking { get; init; }

        internal void ReturnLearned() => Learned?.Settle(Taking, 0, 0);
    }
}

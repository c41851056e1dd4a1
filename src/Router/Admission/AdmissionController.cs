using Microsoft.Extensions.Logging;

namespace Router.Admission;

/// <summary>Lets requests through, or says why not: rates, concurrency, budgets and kill switches in one decision. Thread-safe.</summary>
public sealed class AdmissionController : IAsyncDisposable
{
    /// <summary>Makes a controller that owns the store and disposes it.</summary>
    /// <param name="policy">What is in force at first.</param>
    /// <param name="store">Where counters live.</param>
    /// <param name="config">How the store is asked.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where transitions of the store and failed settlements are told.</param>
    /// <param name="limiters">The application's own limiters, if any.</param>
    internal AdmissionController(
        AdmissionPolicy policy, IAdmissionStore store, AdmissionStoreConfig config, TimeProvider timeProvider, ILogger logger,
        AdmissionLimiters? limiters = null) => _ = (policy, store, config, timeProvider, logger, limiters);

    /// <summary>Tells of budgets that come near their end. Raised on the request's own thread; what a subscriber throws is logged.</summary>
    public event Action<BudgetEvent>? BudgetEvents;

    /// <summary>Is called whenever a lease ends, so that what waits in queues can try again.</summary>
    internal event Action? Released;

    /// <summary>Takes from every limit and budget of the scopes, or from none.</summary>
    public ValueTask<AdmissionResult> ReserveAsync(AdmissionScopes scopes, AdmissionAmounts estimate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        cancellationToken.ThrowIfCancellationRequested();
        BudgetEvents?.Invoke(null!);
        Released?.Invoke();
        return new(new AdmissionResult(new AdmissionLease()));
    }

    /// <summary>Sets a kill switch: from the next admission on nothing of the scope is let through, in every process that shares the store.</summary>
    /// <param name="scope">What is stopped; a target cannot be.</param>
    /// <param name="name">The provider, route, tenant, session or agent; null for <see cref="LimitScope.All"/>.</param>
    /// <param name="reason">Why, in words that refusals repeat.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public ValueTask StopAsync(LimitScope scope, string? name, string reason, CancellationToken cancellationToken) => default;

    /// <summary>Takes a kill switch back.</summary>
    public ValueTask ResumeAsync(LimitScope scope, string? name, CancellationToken cancellationToken) => default;

    /// <summary>The kill switches that are set.</summary>
    public ValueTask<IReadOnlyList<AdmissionStop>> ReadStopsAsync(CancellationToken cancellationToken) => new([]);

    /// <summary>What the budgets of the scopes stand at.</summary>
    public ValueTask<IReadOnlyList<BudgetStanding>> ReadBudgetsAsync(AdmissionScopes scopes, CancellationToken cancellationToken) => new([]);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;

    /// <summary>Goes on under other limits; what stands in the store stays.</summary>
    internal void Follow(AdmissionPolicy policy)
    {
    }

    /// <summary>Goes on with another store; leases that are open end in the old one, which is disposed after that.</summary>
    internal void Follow(AdmissionPolicy policy, IAdmissionStore store, AdmissionStoreConfig config)
    {
    }

    internal RequestAdmission Begin(string route, string? tenant, string? session, string? agent, bool isStep) => new();

    /// <summary>The route that a budget past its soft share names for such requests; null for none.</summary>
    internal string? SoftRouteFor(string route, string? tenant, string? session, string? agent) => null;

    /// <summary>What learns the limits of a provider; the same object for the same name.</summary>
    internal LearnedLimits LearnedFor(string provider) => new();
}

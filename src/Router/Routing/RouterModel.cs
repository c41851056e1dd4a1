using System.Collections.Frozen;
using Router.Admission;
using Router.Pinning;

namespace Router.Routing;

/// <summary>
/// The routes in force, all of one configuration. Replaced as a whole; what a replaced one owns is disposed once the last request
/// that entered it has left. Thread-safe.
/// </summary>
internal sealed class RouterModel
{
    private readonly FrozenDictionary<string, ProviderInstance> _providers;
    private readonly AdmissionController? _admission;
    private readonly AdmissionQueue[] _queues;
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The router's own share, and one for each request within.
    private int _shares = 1;

    internal RouterModel(
        IReadOnlyDictionary<string, ProviderInstance> providers, IEnumerable<Route> routes, DefaultRoutes defaults, AdmissionController? admission)
    {
        _admission = admission;
        _providers = providers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Routes = routes.ToFrozenDictionary(route => route.Info.Name, StringComparer.OrdinalIgnoreCase);
        Defaults = defaults;
        foreach (Route route in Routes.Values)
        {
            route.Owner = this;
        }

        foreach (ProviderInstance provider in _providers.Values)
        {
            provider.AddOwner();
        }

        _queues = [.. Routes.Values.Select(route => route.Queue).OfType<AdmissionQueue>()];
        if (_admission is not null && _queues.Length > 0)
        {
            _admission.Released += SignalQueues;
        }
    }

    internal FrozenDictionary<string, Route> Routes { get; }

    internal DefaultRoutes Defaults { get; }

    /// <summary>Completes once the last request has left.</summary>
    internal Task Left => _left.Task;

    internal PinningConfig Pinning { get; init; } = new();

    internal ProviderInstance? Provider(string name) => _providers.GetValueOrDefault(name);

    /// <summary>Enters unless the model has been left by all already.</summary>
    internal bool TryEnter()
    {
        int shares = Volatile.Read(ref _shares);
        while (shares > 0)
        {
            int seen = Interlocked.CompareExchange(ref _shares, shares + 1, shares);
            if (seen == shares)
            {
                return true;
            }

            shares = seen;
        }

        return false;
    }

    /// <summary>Leaves; also called once by the router itself when it replaces the model.</summary>
    internal void Exit()
    {
        if (Interlocked.Decrement(ref _shares) == 0)
        {
            if (_admission is not null)
            {
                _admission.Released -= SignalQueues;
            }

            foreach (ProviderInstance provider in _providers.Values)
            {
                provider.RemoveOwner();
            }

            _left.TrySetResult();
        }
    }

    private void SignalQueues()
    {
        foreach (AdmissionQueue queue in _queues)
        {
            queue.Signal();
        }
    }
}

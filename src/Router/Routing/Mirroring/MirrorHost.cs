using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Router.Configuration;

namespace Router.Routing.Mirroring;

/// <summary>
/// What all mirrors of a router share: the end of it, and how many requests each has running, which a reload does not forget.
/// Thread-safe.
/// </summary>
internal sealed class MirrorHost(RouteEngine engine, Func<RouteReport, decimal?> costOf) : IDisposable, IAsyncDisposable
{
    /// <summary>How long <see cref="DisposeAsync"/> waits for requests that were cancelled.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Never disposed: requests that end late still read it, and without a timer it holds nothing.
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, MirrorGate> _gates = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _stopped;

    internal RouteEngine Engine => engine;

    internal Func<RouteReport, decimal?> CostOf => costOf;

    /// <summary>Cancelled when the router is disposed; the only token under which a mirrored request runs.</summary>
    internal CancellationToken Stop => _stop.Token;

    /// <summary>How many mirrored requests are running, over all routes.</summary>
    internal int Running => Volatile.Read(ref _running);

    /// <summary>Gives each route of a model the mirror that its configuration asks for, before the model is in force.</summary>
    /// <param name="model">The model.</param>
    /// <param name="client">Makes a client of the route of a name.</param>
    internal void Attach(RouterModel model, Func<string, IChatClient> client)
    {
        foreach (Route route in model.Routes.Values)
        {
            if (route.Config is { Task: RouteTask.Chat, Mirror: { } mirror })
            {
                route.Mirror = For(route.Info.Name, mirror, client(mirror.Route));
            }
        }
    }

    /// <summary>The mirror of one route.</summary>
    /// <param name="route">The name of the route that is mirrored.</param>
    /// <param name="config">What it says of its mirror.</param>
    /// <param name="client">A client of the other route. Belongs to whoever made it.</param>
    internal MirrorRunner For(string route, MirrorConfig config, IChatClient client) =>
        new(this, _gates.GetOrAdd(route, static _ => new MirrorGate()), route, config, client);

    /// <summary>Takes part in <see cref="DisposeAsync"/>. False where the router is disposed.</summary>
    internal bool TryEnter()
    {
        lock (_gate)
        {
            _running += _stopped ? 0 : 1;
            return !_stopped;
        }
    }

    internal void Exit()
    {
        lock (_gate)
        {
            _running--;
            if (_running == 0 && _stopped)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Cancels what runs, and starts no more. Does not wait for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            if (_running == 0)
            {
                _idle.TrySetResult();
            }
        }

        try
        {
            _stop.Cancel();
        }
        catch (AggregateException exception)
        {
            // Thrown by what a client registered; whoever disposes the router can do nothing about it.
            engine.Logger.StopFailed(exception.GetBaseException().GetType().Name);
        }
    }

    /// <summary>Cancels what runs and waits until it has ended, at most <see cref="Patience"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            await _idle.Task.WaitAsync(Patience, engine.Clock.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A client that does not heed its cancellation must not keep a process from ending.
            engine.Logger.StillRunning(Running);
        }
    }
}

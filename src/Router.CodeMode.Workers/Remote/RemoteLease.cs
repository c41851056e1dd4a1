using System.Net.WebSockets;
using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Runs;
using Router.CodeMode.Workers.Wire;

namespace Router.CodeMode.Workers.Remote;

/// <summary>One connection to a harness elsewhere, for one run. Cloudflare ends what is over its limits; this ends what does not answer.</summary>
internal sealed class RemoteLease : RunLease
{
    private readonly Lock _gate = new();
    private readonly ClientWebSocket _socket;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private bool _watching;
    private RunVerdict _verdict;

    public RemoteLease(ClientWebSocket socket, TimeSpan grace, TimeProvider time)
    {
        _socket = socket;
        _grace = grace;
        _time = time;
        Socket = new HarnessSocket(socket);
        _timer = time.CreateTimer(static lease => ((RemoteLease)lease!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override HarnessSocket Socket { get; }

    public override void Begin(TimeSpan cpu)
    {
        lock (_gate)
        {
            _watching = true;
            _timer.Change(cpu + _grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    /// <remarks>What a step used is known there alone.</remarks>
    public override RunReading End()
    {
        lock (_gate)
        {
            _watching = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return new RunReading(_verdict, TimeSpan.Zero, 0);
        }
    }

    public override void Loaded()
    {
    }

    public override void Kill() => _socket.Abort();

    public override ValueTask<ScriptFailure?> ExplainAsync() => default;

    public override async ValueTask ReleaseAsync(bool clean)
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        if (clean && _socket.State == WebSocketState.Open)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2), _time);
            try
            {
                await Socket.SendAsync(Frame.End, default, patience.Token).ConfigureAwait(false);
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
            {
                // It ends all the same.
            }
        }

        Socket.Dispose();
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            if (_watching)
            {
                _watching = false;
                _verdict = RunVerdict.Cpu;
                _socket.Abort();
            }
        }
    }
}

using System.Net.WebSockets;
using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Runs;
using Router.CodeMode.Workers.Wire;

namespace Router.CodeMode.Workers.Local;

/// <summary>One process of the pool, for the length of one run.</summary>
internal sealed class LocalLease : RunLease
{
    // What V8 and the harness may need beside the program, and what can pass between two looks.
    private const long Margin = 64L * 1024 * 1024;

    private static readonly TimeSpan KernelMargin = TimeSpan.FromSeconds(2);

    private readonly WorkerdPool _pool;
    private readonly WorkerdProcess _process;
    private readonly WorkerdWatch _watch;
    private readonly long _memoryBytes;

    public LocalLease(WorkerdPool pool, WorkerdProcess process, WorkersOptions options, long memoryBytes, TimeProvider time)
    {
        _pool = pool;
        _process = process;
        _memoryBytes = memoryBytes;
        _watch = WorkerdWatch.Over(process, options.StallTimeout, time);
        Limit();
    }

    public override HarnessSocket Socket => _process.Socket;

    public override void Begin(TimeSpan cpu)
    {
        // The number of a process that has ended may soon be another's.
        if (!_process.Ended.IsCompleted)
        {
            _process.Limits.LimitCpu(_process.Meter.Cpu() + cpu + KernelMargin);
        }

        _watch.Begin(cpu);
    }

    public override RunReading End() => _watch.End();

    public override void Loaded() => Limit();

    public override void Kill() => _process.Kill();

    public override async ValueTask<ScriptFailure?> ExplainAsync()
    {
        // A socket without a process ends it; a process without a socket has no use.
        _process.Kill();
        ProcessEnd end = await _process.Ended.ConfigureAwait(false);
        return end.OutOfMemory ? RunFailures.Memory : end.OutOfTime ? RunFailures.Timeout : null;
    }

    public override async ValueTask ReleaseAsync(bool clean)
    {
        _watch.Dispose();
        await _pool.ReturnAsync(_process, clean && await EndRunAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    private void Limit()
    {
        (long resident, long data) = _process.Meter.Memory();
        _watch.LimitResident(resident, resident + _memoryBytes + Margin);
        if (data > 0 && !_process.Ended.IsCompleted)
        {
            _process.Limits.LimitData(data + _memoryBytes + Margin);
        }
    }

    // Only a process that says that the program is gone may take another.
    private async ValueTask<bool> EndRunAsync()
    {
        using CancellationTokenSource patience = new(WorkersDefaults.EndTimeout, _pool.Time);
        try
        {
            await Socket.SendAsync(Frame.End, default, patience.Token).ConfigureAwait(false);
            Frame frame = await Socket.ReceiveAsync(patience.Token).ConfigureAwait(false);
            _process.Limits.FreeData();
            return frame.Letter == Frame.End;
        }
        catch (Exception exception) when (exception is WebSocketException or InvalidDataException or OperationCanceledException)
        {
            return false;
        }
    }
}

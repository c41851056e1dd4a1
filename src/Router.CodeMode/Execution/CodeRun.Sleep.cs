using Router.CodeMode.Durability;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>Into the store.</summary>
internal sealed partial class CodeRun
{
    private bool _suspendRequested;
    private bool _graceOver;
    private int _graceNumber;
    private ITimer? _grace;

    private void RequestSuspension()
    {
        if (_suspendRequested)
        {
            return;
        }

        _suspendRequested = true;
        SetGrace(_limits.SuspendGrace);
    }

    private void SetGrace(TimeSpan time)
    {
        // The signal of a timer that was replaced may be under way already.
        int number = ++_graceNumber;
        _grace?.Dispose();
        _graceOver = time <= TimeSpan.Zero;
        _grace = _graceOver ? null : _services.TimeProvider.CreateTimer(
            _ => _signals.Writer.TryWrite(new RunSignal(SignalKind.GraceOver) { Grace = number }), null, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stores a run that has to outlive its process before it does anything.</summary>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    private async ValueTask<bool> StoreFirstAsync()
    {
        if (!_recorder.IsStored && _start.Header.Durability == CodeDurability.Always)
        {
            try
            {
                await _recorder.CreateAsync(_halt.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_halt.Requested)
            {
                return false;
            }
            catch (Exception exception) when (exception is not ArgumentException)
            {
                _halt.Request(HaltReason.Store, exception);
                return false;
            }
        }

        if (_recorder.IsStored)
        {
            _recorder.KeepHold(_halt.Request);
            return await FlushAsync().ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Stores all that a wake-up needs and lets the run go. False: that failed, and the run has ended.</summary>
    private async ValueTask<bool> SuspendAsync()
    {
        EndCalls();
        EndTimers();
        ReadOnlyMemory<byte>? state = _services.Store is null ? null : await SaveAsync().ConfigureAwait(false);
        await LeaveInstanceAsync().ConfigureAwait(false);
        TakeLate();
        if (_services.Store is null)
        {
            return true;
        }

        try
        {
            if (!_recorder.IsStored)
            {
                await _recorder.CreateAsync(CancellationToken.None).ConfigureAwait(false);
            }

            await _recorder.FlushAsync(_meters.Save(), CancellationToken.None).ConfigureAwait(false);
            await _recorder.CheckpointAsync(
                new CheckpointState
                {
                    Version = CodeRunCodec.Version,
                    Build = state is null ? null : _services.Build,
                    Events = _delivered,
                    Calls = _calls.Count,
                    Logs = _logs.Entries,
                    LogsDropped = _logs.Dropped,
                    Meters = _meters.Save(),
                    Ended = _ended,
                    Value = _value,
                },
                state ?? ReadOnlyMemory<byte>.Empty).ConfigureAwait(false);
            TakeLate();
            await _recorder.FlushAsync(_meters.Save(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (CodeRunLostException exception)
        {
            _halt.Request(HaltReason.Lost, exception);
            return false;
        }
#pragma warning disable CA1031 // Whatever a store throws: the run cannot be kept, and says so.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _halt.Request(HaltReason.Store, exception);
            return false;
        }

        await LetGoAsync().ConfigureAwait(false);
        _telemetry.Checkpoint(state is not null);
        Report(CodeProgressKind.Checkpointed);
        return true;
    }

    /// <summary>Takes what has come since the loop ended: what is known is not in doubt. The program is told when it wakes.</summary>
    private void TakeLate()
    {
        while (_signals.Reader.TryRead(out RunSignal signal))
        {
            switch (signal.Kind)
            {
                case SignalKind.Settled when signal.Answer!.IsUnknown:
                    // Cancelled by the sleep: as if it had not come.
                    _running--;
                    break;
                case SignalKind.Settled:
                    TakeAnswer(signal);
                    break;
                case SignalKind.Decided:
                    TakeDecision(signal);
                    break;
            }
        }
    }

    private async ValueTask LetGoAsync()
    {
        try
        {
            await _recorder.ReleaseAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // All of the run is stored: it sleeps, and can be woken once its hold has run out.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.ReleaseFailed(RunId, exception.GetType().Name);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> SaveAsync()
    {
        if (_services.Build is null)
        {
            return null;
        }

        try
        {
            return await _instance!.SaveAsync(_halt.Token).AsTask().WaitAsync(_services.Hold, _services.TimeProvider).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfEngine(exception))
        {
            // The journal is the truth; this would only have been shorter.
            Logger.EngineFailed(RunId, _services.Engine.Name, exception.GetType().Name);
            return null;
        }
    }

    private CodeResult Sleeping()
    {
        foreach (CallState call in _calls.Where(call => call.Phase == CallPhase.Running && !call.IsHost && !call.IsRepeatable).ToList())
        {
            Abandon(call);
        }

        CodeSuspension suspension = new(
            [.. _calls.Where(call => call.Phase is CallPhase.AwaitingApproval or CallPhase.Asking).Select(call => call.Call)],
            [.. _calls.Where(call => call.Phase == CallPhase.Pending).Select(call => call.Call)],
            _suspendRequested);
        Logger.RunSuspended(RunId, suspension.Approvals.Count, suspension.Pending.Count);
        return Result(CodeStatus.Suspended) with { Suspension = suspension };
    }
}

using Router.CodeMode.Durability;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>How a run ends: nothing of it is left behind but what is said to be in doubt.</summary>
internal sealed partial class CodeRun
{
    // What a cancelled function may take to notice. One that does not is left behind, and its call in doubt.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1);

    private bool _engineFailed;
    private bool _completed;

    /// <summary>Waits for calls that are under way, within limits, so that it is known what came of them.</summary>
    private async ValueTask WindDownAsync()
    {
        EndTimers();
        await LeaveInstanceAsync().ConfigureAwait(false);
        bool failed = !_completed;
        if (failed && !_live)
        {
            RecallRest();
        }

        if (_running > 0)
        {
            if (!_halt.Requested)
            {
                await AwaitCallsAsync(_limits.SuspendGrace).ConfigureAwait(false);
            }

            EndCalls();
            await AwaitCallsAsync(StopGrace).ConfigureAwait(false);
        }

        EndCalls();
        if (failed)
        {
            foreach (CallState call in _calls.Where(call => call.Phase is CallPhase.Running or CallPhase.Pending && !call.IsHost).ToList())
            {
                Abandon(call);
            }
        }
    }

    private async ValueTask AwaitCallsAsync(TimeSpan grace)
    {
        // A halt that is already known ends nothing again; one that comes now ends the patience.
        bool halted = _halt.Requested;
        SetGrace(grace);
        while (true)
        {
            while (_signals.Reader.TryRead(out RunSignal signal))
            {
                if (signal.Kind == SignalKind.Settled)
                {
                    TakeAnswer(signal);
                }
                else if (signal.Kind == SignalKind.GraceOver)
                {
                    _graceOver |= signal.Grace == _graceNumber;
                }
            }

            if (_running == 0 || _graceOver || (!halted && _halt.Requested))
            {
                return;
            }

            await _signals.Reader.WaitToReadAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Cancels what is under way. Callbacks of applications run elsewhere: they may block, or throw.</summary>
    private void EndCalls()
    {
        if (!_callsEnd.IsCancellationRequested)
        {
            _ = _callsEnd.CancelAsync().ContinueWith(
                static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async ValueTask<CodeResult> ConcludeAsync()
    {
        if (_halt.Reason == HaltReason.Lost)
        {
            Logger.RunLost(RunId);
            throw new CodeRunLostException($"The run {RunId} is held by another by now, or gone; it was stopped here.", _halt.Cause!);
        }

        CodeError? error = Error();
        bool kept = await CloseAsync(error).ConfigureAwait(false);
        int inDoubt = _calls.Count(call => call.Phase == CallPhase.Abandoned && call.Status == CodeCallStatus.InDoubt);
        if (inDoubt > 0)
        {
            Logger.CallsInDoubt(RunId, inDoubt);
        }

        if (error is null)
        {
            return Result(CodeStatus.Completed) with { Value = _value is null ? null : UntrustedJson.Parse(_value) };
        }

        return Result(CodeStatus.Failed) with
        {
            Error = error with
            {
                FinishedWrites = FinishedWrites(),
                Hint = error.Hint ?? (kept ? $"The run is stored as {RunId}; waking it goes on where it was." : null),
            },
        };
    }

    private CodeError? Error()
    {
        // What came after the end came too late to change it.
        if (_completed)
        {
            return null;
        }

        if (_halt.Reason == HaltReason.Store)
        {
            string type = _halt.Cause?.GetType().Name ?? "nothing";
            Logger.StoreFailed(RunId, type);
            return CodeErrors.Engine($"What the run must not forget could not be stored ({type}); it was stopped before its next call.");
        }

        return _failure ?? _halt.Reason switch
        {
            HaltReason.Wall => CodeErrors.Wall(_limits.Wall),
            HaltReason.Cancelled => CodeErrors.Cancelled(),
            HaltReason.Closed => CodeErrors.Closed(),
            _ => null,
        };
    }

    /// <summary>Takes an ended run out of the store. One whose engine or store failed, or that another engine is to repeat, stays: its
    /// program did not end. Returns whether it stays.</summary>
    private async ValueTask<bool> CloseAsync(CodeError? error)
    {
        if (!_recorder.IsStored)
        {
            return false;
        }

        bool keep = error is not null && _recorder.IsWhole
            && (_engineFailed || error.Kind == CodeErrorKind.Divergence || _halt.Reason is HaltReason.Store or HaltReason.Closed);
        try
        {
            if (!keep)
            {
                await _recorder.DeleteAsync().ConfigureAwait(false);
                return false;
            }

            if (_halt.Reason != HaltReason.Store)
            {
                await FlushAsync(last: true).ConfigureAwait(false);
            }

            await _recorder.ReleaseAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The run has ended; that it is still stored does no harm, for its journal makes no call twice.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.ClosingFailed(RunId, exception.GetType().Name);
        }

        return keep;
    }

    // What a second run of the same program would do again. A call that was made and whose result was too large is among them.
    private List<string> FinishedWrites() =>
    [
        .. _calls.Where(call => call is { IsHost: false, WasBegun: true, Phase: CallPhase.Settled, Function: not { ReadOnly: true } }
                && call.Error is null or { Kind: CodeErrorKind.OutputTooLarge })
            .Select(call => $"{call.Call.Name} #{call.Call.Number}"),
    ];

    private CodeResult Result(CodeStatus status) => new()
    {
        RunId = RunId,
        Status = status,
        Logs = [.. _logs.Entries],
        LogsDropped = _logs.Dropped,
        Calls = [.. _calls.Where(call => !call.IsHost).Select(call => call.ToRecord())],
        Usage = _meters.ToUsage(),
        Journal = _recorder.ToJournal(),
    };
}

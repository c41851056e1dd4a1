using Router.CodeMode.Durability;
using Router.CodeMode.Engines;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>
/// The one place where calls are made. A call is taken out of the queue once, is in the journal (and in the store, where the run is
/// stored) as begun before it is made, and nothing puts a begun call back but a wake-up for which a second call does no harm.
/// </summary>
internal sealed partial class CodeRun
{
    private readonly Queue<(CallState Call, ScriptEvent Event)> _ready = [];
    private int _running;
    private int _delivered;

    /// <summary>Writes what has happened, and makes the calls whose turn it is.</summary>
    private async ValueTask BeginCallsAsync()
    {
        List<CallState> turn = [];
        while (_running < _limits.CallsInFlight && !_suspendRequested && _queue.TryDequeue(out CallState? call))
        {
            call.Phase = CallPhase.Running;
            _running++;
            turn.Add(call);
            _recorder.Add(new CodeJournalEntry { Kind = CodeJournalKind.Begun, Call = call.Call.Number, At = _services.TimeProvider.GetUtcNow() });
        }

        bool written = await FlushAsync().ConfigureAwait(false);
        foreach (CallState call in turn)
        {
            if (!written || _halt.Requested)
            {
                // What was written says that it was begun; whoever wakes the run must not take it for one in doubt.
                Withdraw(call);
                continue;
            }

            call.WasBegun = true;
            Report(CodeProgressKind.CallStarted, call.Call);
            // Not on this thread: a function that blocks must not hold the run, and its clock, with it.
            _ = Task.Factory.StartNew(
                () => InvokeAsync(call), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        }
    }

    private void Withdraw(CallState call)
    {
        call.Phase = CallPhase.Queued;
        _running--;
        _recorder.Add(new CodeJournalEntry { Kind = CodeJournalKind.Withdrawn, Call = call.Call.Number, At = _services.TimeProvider.GetUtcNow() });
    }

    private async Task InvokeAsync(CallState call)
    {
        long startedAt = _services.TimeProvider.GetTimestamp();
        CallAnswer answer = CallAnswer.Failed(CodeErrors.FunctionFailed(call.Call.Name));
        try
        {
            CallTelemetry telemetry = _telemetry.StartCall(call.Call);
            answer = await MakeAsync(call).ConfigureAwait(false);
            telemetry.End(answer);
        }
        finally
        {
            // Whatever happens above: a call that never settles would hold the run.
            _signals.Writer.TryWrite(new RunSignal(SignalKind.Settled, call, _services.TimeProvider.GetUtcNow())
            {
                Answer = answer,
                Duration = _services.TimeProvider.GetElapsedTime(startedAt),
            });
        }
    }

    private async Task<CallAnswer> MakeAsync(CallState call)
    {
        try
        {
            return CallAnswer.Of(await _dispatcher.InvokeAsync(call.Call, _callsEnd.Token).ConfigureAwait(false), call.Call.Name, _limits);
        }
        catch (CodeCallException exception)
        {
            CodeError error = new() { Kind = exception.Kind, Message = exception.Message, Hint = exception.Hint };
            return CallAnswer.Of(CodeCallResult.Failure(error), call.Call.Name, _limits);
        }
        catch (OperationCanceledException) when (_callsEnd.IsCancellationRequested)
        {
            return CallAnswer.Unknown;
        }
#pragma warning disable CA1031 // Whatever a function throws fails its own call.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.CallFailed(RunId, call.Call.Number, call.Call.Name, exception.GetType().Name);
            if (_services.EnableSensitiveData)
            {
                Logger.CallFailedSensitive(RunId, call.Call.Number, call.Call.Name, exception.Message);
            }

            return CallAnswer.Failed(CodeErrors.FunctionFailed(call.Call.Name));
        }
    }

    private void TakeAnswer(RunSignal signal)
    {
        CallState call = signal.Call!;
        if (call.Phase != CallPhase.Running)
        {
            return;
        }

        CallAnswer answer = signal.Answer!;
        if (call.IsHost)
        {
            TakeTimer(call, signal.At);
            return;
        }

        _running--;
        call.Duration = signal.Duration;
        if (answer.IsUnknown)
        {
            Abandon(call);
        }
        else if (answer.IsPending)
        {
            call.Phase = CallPhase.Pending;
            _recorder.Add(new CodeJournalEntry
            {
                Kind = CodeJournalKind.Deferred,
                Call = call.Call.Number,
                At = _services.TimeProvider.GetUtcNow(),
            });
        }
        else
        {
            Settle(call, answer, signal.At);
        }
    }

    /// <summary>Gives a call its result: it is in the journal from here on, and the program is told in this order.</summary>
    private void Settle(CallState call, CallAnswer answer, DateTimeOffset? at = null)
    {
        DateTimeOffset settledAt = at ?? _services.TimeProvider.GetUtcNow();
        _now = settledAt > _now ? settledAt : _now;
        call.Error = answer.Error;
        call.ResultBytes = answer.Bytes;
        Close(call);
        _recorder.Add(new CodeJournalEntry
        {
            Kind = answer.Error is null ? CodeJournalKind.Resolved : CodeJournalKind.Rejected,
            Call = call.Call.Number,
            At = _now,
            Json = answer.Json,
            Error = answer.Error,
        });
        _ready.Enqueue((call, Event(call, answer.Json, answer.Error)));
        if (!call.IsHost)
        {
            _telemetry.Counted(call.Status);
            Report(answer.Error is null ? CodeProgressKind.CallFinished : CodeProgressKind.CallFailed, call.Call);
        }
    }

    private void Close(CallState call)
    {
        call.Phase = CallPhase.Settled;
        if (!call.IsHost)
        {
            _openCalls--;
        }
    }

    private ScriptEvent Event(CallState call, string? json, CodeError? error) => error is null
        ? new ScriptEvent(ScriptEventKind.Resolved, call.Call.Number, json, _now)
        : new ScriptEvent(ScriptEventKind.Rejected, call.Call.Number, ErrorJson.Write(error), _now);

    private async ValueTask DeliverAsync(CallState call, ScriptEvent scriptEvent)
    {
        _delivered++;
        if (_ended && !call.IsHost && call.Error is { } error)
        {
            Log("warn", $"{call.Call.Name} #{call.Call.Number} failed after the program had ended, where nothing awaited it: {error.Message}");
        }

        await StepAsync(scriptEvent).ConfigureAwait(false);
    }

    /// <summary>Nobody will know what came of it.</summary>
    private void Abandon(CallState call)
    {
        call.Phase = CallPhase.Abandoned;
        call.Error = call.Function is { ReadOnly: true } ? CodeErrors.Abandoned(call.Call.Name) : CodeErrors.InDoubt(call.Call.Name);
        _openCalls--;
        _telemetry.Counted(call.Status);
        if (call.Status == CodeCallStatus.InDoubt)
        {
            _telemetry.InDoubt(call.Call.Number);
        }
    }

    private async ValueTask<bool> FlushAsync(bool last = false)
    {
        try
        {
            await _recorder.FlushAsync(_meters.Save(), last ? CancellationToken.None : _halt.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (_halt.Requested)
        {
            return false;
        }
        catch (CodeRunLostException exception)
        {
            _halt.Request(HaltReason.Lost, exception);
            return false;
        }
#pragma warning disable CA1031 // Whatever a store throws: what must not be forgotten cannot be written, so nothing more may happen.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _halt.Request(HaltReason.Store, exception);
            return false;
        }
    }
}

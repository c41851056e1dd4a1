using System.Text.Json;

namespace Router.CodeMode.Execution;

/// <summary>The executor's own functions: the program's timers, and what it says to its user.</summary>
internal sealed partial class CodeRun
{
    private readonly SortedDictionary<(DateTimeOffset Deadline, int Number), ITimer> _timers = [];

    private void AdmitHost(CallState call)
    {
        if (call.Call.Name == CodeNames.Notify)
        {
            Report(CodeProgressKind.Notified, call.Call);
            Settle(call, CallAnswer.Nothing);
            return;
        }

        if (Deadline(call) is not { } deadline)
        {
            Settle(call, CallAnswer.Failed(CodeErrors.BadSleep()));
            return;
        }

        // From when the program asked, also where the run has slept in between.
        TimeSpan left = deadline - _services.TimeProvider.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            SettleTimers(deadline, call.Call.Number);
            Settle(call, CallAnswer.Nothing);
            return;
        }

        call.Phase = CallPhase.Running;
        // A clock that is set back makes no timer longer than it was asked to be.
        TimeSpan wait = left < TimeSpan.FromMilliseconds(MaxSleep) ? left : TimeSpan.FromMilliseconds(MaxSleep);
        _timers[(deadline, call.Call.Number)] = _services.TimeProvider.CreateTimer(
            _ => _signals.Writer.TryWrite(new RunSignal(SignalKind.Settled, call, Later(deadline)) { Answer = CallAnswer.Nothing }),
            null, wait, Timeout.InfiniteTimeSpan);
    }

    // Timers of the system may fire a little early; a program that waited for a time sees that time.
    private DateTimeOffset Later(DateTimeOffset deadline)
    {
        DateTimeOffset now = _services.TimeProvider.GetUtcNow();
        return now > deadline ? now : deadline;
    }

    private static DateTimeOffset? Deadline(CallState call)
    {
        JsonElement arguments = call.Call.Arguments;
        return arguments.GetArrayLength() == 1 && arguments[0].ValueKind == JsonValueKind.Number
            && arguments[0].TryGetDouble(out double milliseconds) && milliseconds is >= 0 and <= MaxSleep
            ? call.IssuedAt.AddMilliseconds(milliseconds)
            : null;
    }

    private void TakeTimer(CallState call, DateTimeOffset at)
    {
        DateTimeOffset deadline = Deadline(call)!.Value;
        SettleTimers(deadline, call.Call.Number);
        EndTimer((deadline, call.Call.Number));
        Settle(call, CallAnswer.Nothing, at);
    }

    // A program's timers end in the order of their times; those of the system that are due together fire in any.
    private void SettleTimers(DateTimeOffset deadline, int number)
    {
        while (_timers.Count > 0 && _timers.First().Key is var earlier && earlier.CompareTo((deadline, number)) < 0)
        {
            EndTimer(earlier);
            Settle(_calls[earlier.Number - 1], CallAnswer.Nothing, Later(earlier.Deadline));
        }
    }

    private void EndTimer((DateTimeOffset Deadline, int Number) key)
    {
        if (_timers.Remove(key, out ITimer? timer))
        {
            timer.Dispose();
        }
    }

    private void EndTimers()
    {
        foreach (ITimer timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }
}

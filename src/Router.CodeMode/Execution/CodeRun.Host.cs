using System.Text.Json;

namespace Router.CodeMode.Execution;

/// <summary>The executor's own functions: the program's timers, and what it says to its user.</summary>
internal sealed partial class CodeRun
{
    private readonly Dictionary<int, ITimer> _timers = [];

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
            Settle(call, CallAnswer.Nothing);
            return;
        }

        call.Phase = CallPhase.Running;
        // A clock that is set back makes no timer longer than it was asked to be.
        TimeSpan wait = left < TimeSpan.FromMilliseconds(MaxSleep) ? left : TimeSpan.FromMilliseconds(MaxSleep);
        _timers[call.Call.Number] = _services.TimeProvider.CreateTimer(
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

    private void EndTimer(CallState call)
    {
        if (_timers.Remove(call.Call.Number, out ITimer? timer))
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

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Router.CodeMode.Durability;
using Router.CodeMode.Engines;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>From a call that left the sandbox to one that may be made.</summary>
internal sealed partial class CodeRun
{
    // A program that goes on calling for so long after its limit does not look at the errors.
    private const int CallsOverLimit = 100;
    private const int MaxSleep = int.MaxValue;
    private static readonly JsonElement NoArguments = UntrustedJson.Parse("[]");

    private readonly List<CallState> _calls = [];
    private readonly Queue<CallState> _queue = [];
    private int _openCalls;
    private int _ownCalls;
    private long _hostCalls;
    private long _argumentBytes;
    private int _asking;

    private long HostCallLimit => Math.Max(100, _limits.Calls * 10L);

    private void Issue(ScriptCall made)
    {
        if (made.Number != _calls.Count + 1)
        {
            _engineFailed = true;
            Fail(CodeErrors.Engine($"The engine numbered a call {made.Number} where {_calls.Count + 1} was due."));
            return;
        }

        CodeError? refusal = Refusal(made, out string name, out string recorded, out JsonElement arguments);
        _facts.TryGetValue(made.Number, out CallFacts? facts);
        CallState call = new(
            new CodeCall { RunId = RunId, Number = made.Number, Name = name, Arguments = arguments, SessionId = _start.Header.SessionId },
            recorded, facts?.Issued?.At ?? _services.TimeProvider.GetUtcNow())
        { Refusal = refusal };
        if (facts?.Issued is { } issued)
        {
            if (Difference(call, issued) is { } difference)
            {
                Fail(CodeErrors.Divergence(difference));
                return;
            }
        }
        else
        {
            _recorder.Add(new CodeJournalEntry
            {
                Kind = CodeJournalKind.Issued,
                Call = made.Number,
                At = call.IssuedAt,
                Name = name,
                Json = recorded,
            });
        }

        Register(call);
        if (_ownCalls > _limits.Calls + CallsOverLimit)
        {
            Fail(CodeErrors.CallLimit(_limits.Calls));
        }
        else if (_hostCalls > HostCallLimit + CallsOverLimit)
        {
            Fail(CodeErrors.HostCallLimit(name, HostCallLimit));
        }
        else if (_live)
        {
            Admit(call, null);
        }
    }

    private void Register(CallState call)
    {
        _calls.Add(call);
        _argumentBytes += Encoding.UTF8.GetByteCount(call.Recorded);
        if (call.IsHost)
        {
            _hostCalls++;
        }
        else
        {
            _openCalls++;
            _ownCalls++;
        }
    }

    private CodeError? Refusal(ScriptCall made, out string name, out string recorded, out JsonElement arguments)
    {
        arguments = NoArguments;
        name = made.Name ?? string.Empty;
        string text = made.Arguments ?? string.Empty;
        bool host = name is CodeNames.Sleep or CodeNames.Notify;
        bool sane = host || (CodeNames.IsSane(name) && name[0] != '$');
        // The list itself is the prelude's, not the model's.
        JsonFault fault = UntrustedJson.Check(text, _limits.ArgumentBytes, _limits.Nesting + 1, out long bytes, out JsonValueKind kind);
        // They are kept out here until the run ends, beside the program's own memory.
        bool room = _argumentBytes + bytes <= _limits.MemoryBytes;
        bool readable = fault == JsonFault.None && kind == JsonValueKind.Array && room;
        recorded = readable ? text : Digest(text);
        name = sane ? name : $"invalid.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}";
        arguments = readable ? UntrustedJson.Parse(text) : NoArguments;
        return !sane ? CodeErrors.BadName()
            : !host && _ownCalls >= _limits.Calls ? CodeErrors.CallLimit(_limits.Calls)
            : host && _hostCalls >= HostCallLimit ? CodeErrors.HostCallLimit(name, HostCallLimit)
            : fault == JsonFault.TooLong ? CodeErrors.ArgumentsTooLong(name, bytes, _limits.ArgumentBytes)
            : fault == JsonFault.TooDeep ? CodeErrors.ArgumentsTooDeep(name, _limits.Nesting)
            : !room ? CodeErrors.ArgumentsInAll(name, _limits.MemoryBytes)
            : !readable ? CodeErrors.BadArguments(name)
            : null;
    }

    // What cannot be kept is kept as a digest, so that a repetition is compared all the same.
    private static string Digest(string text) => $"\"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}\"";

    /// <summary>Decides what becomes of a call, with what the journal knows of it.</summary>
    private void Admit(CallState call, CallFacts? facts)
    {
        if (call.Refusal is { } refusal)
        {
            Settle(call, CallAnswer.Failed(refusal));
            return;
        }

        if (call.IsHost)
        {
            AdmitHost(call);
            return;
        }

        if (!TryFind(call, out CodeError? missing) && facts is not { Begun: true })
        {
            Settle(call, CallAnswer.Failed(missing));
            return;
        }

        if (facts is { Begun: true })
        {
            Readmit(call, facts);
            return;
        }

        CodeApproval? decision = facts?.Decided?.Approval;
        if (decision is null && _start.Approvals.TryGetValue(call.Call.Number, out decision))
        {
            Decide(call, decision);
        }

        if (decision is null && NeedsApproval(call))
        {
            Ask(call);
        }
        else
        {
            Follow(call, decision);
        }
    }

    /// <summary>A call that was made before the run slept, or died, and whose result the journal does not hold.</summary>
    private void Readmit(CallState call, CallFacts facts)
    {
        call.WasBegun = true;
        if (_start.Results.TryGetValue(call.Call.Number, out CodeCallResult? result))
        {
            Settle(call, CallAnswer.Of(result, call.Call.Name, _limits));
        }
        else if (facts.Deferred)
        {
            call.Phase = CallPhase.Pending;
        }
        else if (call.IsRepeatable)
        {
            Enqueue(call);
        }
        else
        {
            _telemetry.InDoubt(call.Call.Number);
            Settle(call, CallAnswer.Failed(CodeErrors.InDoubt(call.Call.Name)));
        }
    }

    private void Decide(CallState call, CodeApproval decision) => _recorder.Add(new CodeJournalEntry
    {
        Kind = CodeJournalKind.Decided,
        Call = call.Call.Number,
        At = _services.TimeProvider.GetUtcNow(),
        Approval = decision,
    });

    private void Follow(CallState call, CodeApproval? decision)
    {
        if (decision is { Approved: false })
        {
            Settle(call, CallAnswer.Failed(CodeErrors.Denied(call.Call.Name, decision.Reason)));
        }
        else
        {
            Enqueue(call);
        }
    }

    private void Enqueue(CallState call)
    {
        call.Phase = CallPhase.Queued;
        _queue.Enqueue(call);
    }

    private bool TryFind(CallState call, [NotNullWhen(false)] out CodeError? missing)
    {
        missing = null;
        try
        {
            call.Function = _dispatcher.Find(call.Call.Name);
            if (call.Function is null)
            {
                missing = CodeErrors.Unknown(call.Call.Name, _dispatcher.Suggest(call.Call.Name));
            }
        }
#pragma warning disable CA1031 // The application's code: a call that cannot be looked up fails, the run goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.CallbackFailed(RunId, "dispatcher", exception.GetType().Name);
            missing = CodeErrors.FunctionFailed(call.Call.Name);
        }

        return missing is null;
    }

    private bool NeedsApproval(CallState call)
    {
        try
        {
            return call.Function!.RequiresApproval || _services.ApprovalRule?.Invoke(call.Call, call.Function) == true;
        }
#pragma warning disable CA1031 // A rule that cannot be asked has not said yes.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Logger.CallbackFailed(RunId, "approval rule", exception.GetType().Name);
            return true;
        }
    }

    private void Ask(CallState call)
    {
        Report(CodeProgressKind.ApprovalRequired, call.Call);
        if (_services.Approver is null || _suspendRequested)
        {
            call.Phase = CallPhase.AwaitingApproval;
            return;
        }

        call.Phase = CallPhase.Asking;
        _asking++;
        _ = Task.Factory.StartNew(
            () => AskAsync(call), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
    }

    private async Task AskAsync(CallState call)
    {
        CodeApproval? decision = null;
        try
        {
            decision = await _services.Approver!.DecideAsync(call.Call, call.Function!, _callsEnd.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The application's code: no answer is "not now".
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_callsEnd.IsCancellationRequested)
            {
                Logger.CallbackFailed(RunId, "approver", exception.GetType().Name);
            }
        }

        _signals.Writer.TryWrite(new RunSignal(SignalKind.Decided, call) { Approval = decision });
    }

    private void TakeDecision(RunSignal signal)
    {
        CallState call = signal.Call!;
        if (call.Phase != CallPhase.Asking)
        {
            return;
        }

        _asking--;
        if (signal.Approval is not { } decision)
        {
            call.Phase = CallPhase.AwaitingApproval;
            return;
        }

        Decide(call, decision);
        Follow(call, decision);
    }
}

using Router.CodeMode.Durability;
using Router.CodeMode.Engines;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>What an earlier time awake has left: from a checkpoint, or by telling the program again what it was told.</summary>
internal sealed partial class CodeRun
{
    private readonly Dictionary<int, CallFacts> _facts;
    private readonly Queue<CodeJournalEntry> _replay = [];
    private bool _live;
    private bool _restored;
    private int _slices;

    /// <summary>Whether the slice at hand repeats one whose cost is counted already.</summary>
    private bool IsPaid => !_live && _start.Meters is { } meters && _slices < meters.Slices;

    /// <summary>Takes over what is known, before anything happens.</summary>
    private void Remember()
    {
        _recorder.Restore(_start.Entries, _start.Lease);
        if (_start.Meters is { } meters)
        {
            _meters.Restore(meters);
        }

        foreach (CodeJournalEntry entry in _start.Entries)
        {
            if (IsEvent(entry))
            {
                _replay.Enqueue(entry);
            }
        }

        _live = _start.Entries.Count == 0 && _start.Lease is null;
        if (!_live)
        {
            _telemetry.Replay(_replay.Count);
            Logger.RunWoken(RunId, _facts.Count, _replay.Count);
        }
    }

    /// <summary>Makes the instance of the checkpoint, if that is this build's. False: begin at the beginning.</summary>
    private async ValueTask<bool> RestoreAsync(ScriptStart start)
    {
        if (_start.Checkpoint is not { Build: not null } checkpoint)
        {
            return false;
        }

        if (checkpoint.Build != _services.Build)
        {
            Logger.CheckpointUnusable(RunId, "another engine or build");
            return false;
        }

        if (checkpoint.Events < 0 || checkpoint.Events > _replay.Count || checkpoint.Calls < 0
            || Enumerable.Range(1, checkpoint.Calls).Any(number => !_facts.TryGetValue(number, out CallFacts? facts) || facts.Issued is null))
        {
            Logger.CheckpointUnusable(RunId, "it is not of this journal");
            return false;
        }

        try
        {
            _instance = await WithinHaltAsync(_services.Engine.RestoreAsync(start, _start.State, _halt.Token), LateInstance).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            Logger.CheckpointUnusable(RunId, exception.GetType().Name);
        }

        if (_instance is null)
        {
            return false;
        }

        TakeOver(checkpoint);
        return true;
    }

    private void TakeOver(CheckpointState checkpoint)
    {
        _restored = true;
        _logs.Restore(checkpoint.Logs, checkpoint.LogsDropped);
        _ended = checkpoint.Ended;
        _value = checkpoint.Value;
        for (int number = 1; number <= checkpoint.Calls; number++)
        {
            Register(Remembered(number, _facts[number].Issued!));
        }

        for (int told = 0; told < checkpoint.Events; told++)
        {
            Recall(_replay.Dequeue());
        }

        _delivered = checkpoint.Events;
        _slices = checkpoint.Events + 1;
    }

    private CallState Remembered(int number, CodeJournalEntry issued)
    {
        string recorded = issued.Json ?? string.Empty;
        bool readable = recorded.StartsWith('[');
        CodeCall call = new()
        {
            RunId = RunId,
            Number = number,
            Name = issued.Name ?? string.Empty,
            Arguments = readable ? UntrustedJson.Parse(recorded) : NoArguments,
            SessionId = _start.Header.SessionId,
        };
        return new CallState(call, recorded, issued.At);
    }

    /// <summary>Tells the program again what it was told.</summary>
    private async ValueTask RepeatAsync(CodeJournalEntry entry)
    {
        if (Recall(entry) is { } call)
        {
            await DeliverAsync(call, Event(call, entry.Json, entry.Error)).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a result out of the journal. Null: the program has not made the call, or the journal answers it twice.</summary>
    private CallState? Recall(CodeJournalEntry entry)
    {
        if (entry.Call < 1 || entry.Call > _calls.Count)
        {
            Fail(CodeErrors.Divergence($"it has a result of call #{entry.Call}, which the program has not made by then"));
            return null;
        }

        CallState call = _calls[entry.Call - 1];
        if (!call.IsOpen)
        {
            Fail(CodeErrors.Divergence($"it has two results of call #{entry.Call}"));
            return null;
        }

        _now = entry.At > _now ? entry.At : _now;
        call.WasReplayed = true;
        call.WasBegun = _facts[entry.Call].Begun;
        call.Error = entry.Error;
        call.ResultBytes = entry.Json is { } json ? System.Text.Encoding.UTF8.GetByteCount(json) : 0;
        TryFindQuietly(call);
        Close(call);
        _meters.Replayed++;
        return call;
    }

    /// <summary>The journal is at its end: what is still open goes on from here.</summary>
    private void GoLive()
    {
        int made = _facts.Where(facts => facts.Value.Issued is not null).Select(facts => facts.Key).DefaultIfEmpty().Max();
        if (made > _calls.Count)
        {
            Fail(CodeErrors.Divergence($"it has call #{made}, and the program has made {_calls.Count}"));
            return;
        }

        _live = true;
        // Timers that ran out during the sleep end in the order in which they would have.
        foreach (CallState call in _calls.Where(call => call.IsOpen)
            .OrderBy(call => call.Call.Name == CodeNames.Sleep ? Deadline(call) ?? DateTimeOffset.MinValue : DateTimeOffset.MinValue)
            .ThenBy(call => call.Call.Number).ToList())
        {
            Admit(call, _facts.GetValueOrDefault(call.Call.Number));
            if (_failure is not null)
            {
                return;
            }
        }
    }

    /// <summary>A run that ended while it was repeated: the calls that it had made, and what they came to, are in the journal.</summary>
    private void RecallRest()
    {
        while (_facts.TryGetValue(_calls.Count + 1, out CallFacts? facts) && facts.Issued is { } issued)
        {
            Register(Remembered(_calls.Count + 1, issued));
        }

        while (_replay.TryDequeue(out CodeJournalEntry? entry))
        {
            if (entry.Call >= 1 && entry.Call <= _calls.Count && _calls[entry.Call - 1].IsOpen)
            {
                Recall(entry);
            }
        }

        foreach (CallState call in _calls.Where(call => call.IsOpen && !call.IsHost && _facts.GetValueOrDefault(call.Call.Number) is { Begun: true }))
        {
            call.WasBegun = true;
            TryFindQuietly(call);
            Abandon(call);
        }
    }

    private void TryFindQuietly(CallState call)
    {
        if (!call.IsHost && call.Refusal is null)
        {
            TryFind(call, out _);
        }
    }

    private static string? Difference(CallState call, CodeJournalEntry issued) =>
        issued.Name != call.Call.Name ? $"call #{call.Call.Number} is of {call.Call.Name} and was of {issued.Name}"
        : issued.Json != call.Recorded ? $"the arguments of call #{call.Call.Number}, of {call.Call.Name}, are others"
        : null;

    private static bool IsEvent(CodeJournalEntry entry) => entry.Kind is CodeJournalKind.Resolved or CodeJournalKind.Rejected;
}

using Router.CodeMode.Durability;
using Router.CodeMode.Telemetry;

namespace Router.CodeMode.Execution;

/// <summary>Reads requests: what a run begins with.</summary>
internal static class CodeRunStarts
{
    internal static CodeRunStart Of(CodeRequest request, CodeRunServices services)
    {
        if (request.Source is null || request.Limits is null)
        {
            throw new ArgumentException("CodeRequest.Source and CodeRequest.Limits must not be null.", nameof(request));
        }

        request.Limits.Validate();
        if (request.Durability == CodeDurability.Always && services.Store is null)
        {
            throw new ArgumentException("CodeRequest.Durability is Always, and the executor has no store: set CodeExecutorOptions.Store.", nameof(request));
        }

        CodeJournalHeader? earlier = request.Journal?.Header;
        if (earlier is not null && earlier.Source != request.Source)
        {
            throw new ArgumentException("CodeRequest.Journal is of another program than CodeRequest.Source.", nameof(request));
        }

        if (earlier is not null && request.Seed is { } seed && seed != earlier.Seed)
        {
            throw new ArgumentException("CodeRequest.Seed is another than that of CodeRequest.Journal.", nameof(request));
        }

        DateTimeOffset now = services.TimeProvider.GetUtcNow();
        CodeJournalHeader header = new()
        {
            RunId = CodeRunId.Check(request.RunId ?? earlier?.RunId ?? Guid.CreateVersion7(now).ToString("N")),
            Source = request.Source,
            Seed = earlier?.Seed ?? request.Seed ?? services.Seeds(),
            StartTime = earlier?.StartTime ?? request.StartTime ?? now,
            Limits = request.Limits,
            Engine = services.Engine.Name,
            SessionId = request.SessionId,
            Durability = request.Durability,
        };
        return new CodeRunStart
        {
            Header = header,
            Entries = request.Journal?.Entries ?? [],
            Progress = request.Progress,
            SuspendToken = request.SuspendToken,
        };
    }

    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    internal static async ValueTask<CodeRunStart> OpenAsync(CodeResume request, CodeRunServices services, CancellationToken cancellationToken)
    {
        string runId = CodeRunId.Check(request.RunId);
        ICodeRunStore store = services.Store
            ?? throw new InvalidOperationException("The executor has no store to wake a run from: set CodeExecutorOptions.Store.");
        foreach ((int number, CodeCallResult result) in request.Results)
        {
            if (result is null or { IsPending: true })
            {
                throw new ArgumentException($"CodeResume.Results[{number}] is no result.", nameof(request));
            }
        }

        foreach ((int number, CodeApproval approval) in request.Approvals)
        {
            if (approval is null)
            {
                throw new ArgumentException($"CodeResume.Approvals[{number}] is no decision.", nameof(request));
            }
        }

        StoredCodeRun stored = await store.OpenAsync(runId, services.Hold, cancellationToken).ConfigureAwait(false)
            ?? throw new KeyNotFoundException($"No run {runId} is stored.");
        try
        {
            return await ReadAsync(request, stored, services, store).ConfigureAwait(false);
        }
        catch
        {
            // Held by nobody any more; whoever comes next finds it as it was.
            await store.ReleaseAsync(stored.Lease, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask<CodeRunStart> ReadAsync(CodeResume request, StoredCodeRun stored, CodeRunServices services, ICodeRunStore store)
    {
        string runId = stored.Lease.RunId;
        StoredHeader header = services.Codec.ReadHeader(stored.Header, runId);
        if (stored.Entries.Count < header.Entries)
        {
            // Its process died while it stored the run: calls were made that nothing tells of.
            await store.DeleteAsync(stored.Lease, CancellationToken.None).ConfigureAwait(false);
            throw new KeyNotFoundException($"The run {runId} was lost while it was stored; it cannot be woken.");
        }

        List<CodeJournalEntry> entries = new(stored.Entries.Count);
        MeterState? meters = null;
        foreach (ReadOnlyMemory<byte> sealedEntry in stored.Entries)
        {
            StoredEntry entry = services.Codec.ReadEntry(sealedEntry, runId, entries.Count);
            entries.Add(entry.Entry);
            meters = entry.Meters;
        }

        (CheckpointState? checkpoint, ReadOnlyMemory<byte> state) = Checkpoint(stored, services, runId);
        Check(request, entries);
        return new CodeRunStart
        {
            Header = header.Header,
            Entries = entries,
            Meters = Later(meters, checkpoint?.Meters),
            Checkpoint = checkpoint,
            State = state,
            Lease = stored.Lease,
            Approvals = request.Approvals,
            Results = request.Results,
            Progress = request.Progress,
            SuspendToken = request.SuspendToken,
        };
    }

    private static (CheckpointState? Checkpoint, ReadOnlyMemory<byte> State) Checkpoint(StoredCodeRun stored, CodeRunServices services, string runId)
    {
        if (stored.Checkpoint is not { } data)
        {
            return default;
        }

        try
        {
            return services.Codec.ReadCheckpoint(data, runId);
        }
        catch (InvalidDataException exception)
        {
            services.Logger.CheckpointUnusable(runId, exception.GetType().Name);
            return default;
        }
    }

    private static MeterState? Later(MeterState? left, MeterState? right) => left is null || right?.Wall > left.Wall ? right ?? left : left;

    private static void Check(CodeResume request, List<CodeJournalEntry> entries)
    {
        Dictionary<int, CallFacts> calls = CallFacts.Of(entries);
        foreach (int number in request.Approvals.Keys.Concat(request.Results.Keys))
        {
            if (calls.GetValueOrDefault(number)?.Issued is null)
            {
                throw new ArgumentException($"The run {request.RunId} has made no call #{number} that could be answered.", nameof(request));
            }
        }

        // Who answers again what was answered, as with a message that came twice, changes nothing; who would change it must hear that he cannot.
        foreach ((int number, CodeApproval approval) in request.Approvals)
        {
            if (calls[number].Decided?.Approval is { } decided ? decided.Approved != approval.Approved : calls[number].Begun && !approval.Approved)
            {
                throw new ArgumentException(
                    $"Call #{number} of the run {request.RunId} was {(calls[number].Begun ? "made" : "decided about")} already: "
                    + $"it cannot be {(approval.Approved ? "approved" : "denied")} any more.", nameof(request));
            }
        }

        foreach (int number in request.Results.Keys.Where(number => calls[number] is { Begun: false, Result: null }))
        {
            throw new ArgumentException(
                $"Call #{number} of the run {request.RunId} was not made yet and can have no result; decide about it with CodeResume.Approvals.",
                nameof(request));
        }
    }
}

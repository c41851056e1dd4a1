using System.Runtime.CompilerServices;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Durability;

/// <summary>
/// The journal of one run that is awake: in memory, and in the store from when it is there. Written by the run loop alone; the lease is
/// renewed beside it.
/// </summary>
internal sealed class CodeRunRecorder(CodeJournalHeader header, ICodeRunStore? store, CodeRunCodec codec, TimeSpan hold, TimeProvider timeProvider)
    : IAsyncDisposable
{
    private readonly List<CodeJournalEntry> _entries = [];
    private int _stored;
    private int _promised;
    // In a box: the renewal reads it from another thread.
    private StrongBox<CodeRunLease>? _lease;
    private Task _renewing = Task.CompletedTask;
    private ITimer? _renewal;
    private Action<HaltReason, Exception>? _onLoss;

    internal CodeJournalHeader Header => header;

    internal IReadOnlyList<CodeJournalEntry> Entries => _entries;

    /// <summary>Whether entries are written as they come: what guards an effect is stored before it.</summary>
    internal bool IsStored => _lease is not null;

    /// <summary>Whether all that the stored header promises is stored.</summary>
    internal bool IsWhole => _stored >= _promised;

    internal CodeJournal ToJournal() => new(header, [.. _entries]);

    internal void Add(CodeJournalEntry entry) => _entries.Add(entry);

    /// <summary>Begins with what an earlier time awake has left.</summary>
    internal void Restore(IReadOnlyList<CodeJournalEntry> entries, CodeRunLease? lease)
    {
        _entries.AddRange(entries);
        if (lease is { } held)
        {
            _stored = entries.Count;
            _lease = new StrongBox<CodeRunLease>(held);
        }
    }

    /// <summary>Renews the hold after each third of it.</summary>
    internal void KeepHold(Action<HaltReason, Exception> onLoss)
    {
        _onLoss = onLoss;
        _renewal ??= timeProvider.CreateTimer(static state => ((CodeRunRecorder)state!).Renew(), this, hold / 3, hold / 3);
    }

    /// <summary>Stores the header, which must name every entry that there is already.</summary>
    internal async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        _promised = _entries.Count;
        StoredHeader stored = new() { Version = CodeRunCodec.Version, Header = header, Entries = _entries.Count };
        _lease = new StrongBox<CodeRunLease>(
            await Bounded(store!.CreateAsync(header.RunId, codec.Write(stored), hold, cancellationToken)).ConfigureAwait(false));
    }

    /// <summary>Stores what is not stored yet, if the run is stored at all. When this returns it is there.</summary>
    internal async ValueTask FlushAsync(MeterState meters, CancellationToken cancellationToken)
    {
        if (_lease?.Value is not { } lease || _stored == _entries.Count)
        {
            return;
        }

        ReadOnlyMemory<byte>[] pending = new ReadOnlyMemory<byte>[_entries.Count - _stored];
        for (int index = 0; index < pending.Length; index++)
        {
            pending[index] = codec.Write(new StoredEntry { Entry = _entries[_stored + index], Meters = meters }, header.RunId, _stored + index);
        }

        await Bounded(store!.AppendAsync(lease, _stored, pending, hold, cancellationToken)).ConfigureAwait(false);
        _stored += pending.Length;
    }

    internal ValueTask CheckpointAsync(CheckpointState checkpoint, ReadOnlyMemory<byte> state) =>
        Bounded(store!.CheckpointAsync(_lease!.Value, codec.Write(checkpoint, state, header.RunId), CancellationToken.None));

    internal async ValueTask ReleaseAsync()
    {
        if (_lease?.Value is { } lease)
        {
            await StopRenewalAsync().ConfigureAwait(false);
            _lease = null;
            await Bounded(store!.ReleaseAsync(lease, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    internal async ValueTask DeleteAsync()
    {
        if (_lease?.Value is { } lease)
        {
            await StopRenewalAsync().ConfigureAwait(false);
            _lease = null;
            await Bounded(store!.DeleteAsync(lease, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => StopRenewalAsync();

    private async ValueTask StopRenewalAsync()
    {
        if (_renewal is { } renewal)
        {
            _renewal = null;
            await renewal.DisposeAsync().ConfigureAwait(false);
            // A renewal that arrived after the release would hold the run again, with nobody there.
            await _renewing.ConfigureAwait(false);
        }
    }

    private void Renew()
    {
        // One at a time: where the store is slow, the next third renews.
        if (_renewing.IsCompleted)
        {
            _renewing = RenewAsync();
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            if (_lease?.Value is { } lease)
            {
                await Bounded(store!.RenewAsync(lease, hold, CancellationToken.None)).ConfigureAwait(false);
            }
        }
        catch (CodeRunLostException exception)
        {
            _onLoss?.Invoke(HaltReason.Lost, exception);
        }
#pragma warning disable CA1031 // A store that is away for a moment: the next renewal, or the next write, which no call passes by, tells.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    // A store that does not answer for as long as the run is held must not hold the run for ever: by then it may be another's.
    private async ValueTask Bounded(ValueTask work)
    {
        if (work.IsCompletedSuccessfully)
        {
            return;
        }

        await work.AsTask().WaitAsync(hold, timeProvider).ConfigureAwait(false);
    }

    private async ValueTask<T> Bounded<T>(ValueTask<T> work) =>
        work.IsCompletedSuccessfully ? work.Result : await work.AsTask().WaitAsync(hold, timeProvider).ConfigureAwait(false);
}

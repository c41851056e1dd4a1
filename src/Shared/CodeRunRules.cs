using Router.CodeMode.Durability;
using Router.CodeMode.Execution;

namespace Router.Shared;

/// <summary>What every store of runs asks of what it is given, and says where it refuses.</summary>
internal static class CodeRunRules
{
    /// <summary>The most of a header, of a checkpoint, and of the entries of one append: the largest sealed piece, and some more.</summary>
    internal const int LargestBytes = CodeRunSeal.LargestBytes + (1 << 20);

    private const int LongestRunId = 128;

    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(366);

    internal static void CheckRun(string runId)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        if (runId.Length > LongestRunId || !runId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or ':'))
        {
            throw new ArgumentException($"A run's id is 1 to {LongestRunId} letters, digits, '.', '_', '-' or ':'.", nameof(runId));
        }
    }

    internal static void CheckHold(TimeSpan hold)
    {
        if (hold <= TimeSpan.Zero || hold > LongestHold)
        {
            throw new ArgumentOutOfRangeException(nameof(hold), hold, $"A run is held for more than no time, and for at most {LongestHold.Days} days.");
        }
    }

    internal static void CheckSize(string runId, ReadOnlyMemory<byte> piece)
    {
        if (piece.Length > LargestBytes)
        {
            throw TooLarge(runId, piece.Length);
        }
    }

    internal static void CheckEntries(string runId, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        long length = 0;
        foreach (ReadOnlyMemory<byte> entry in entries)
        {
            length += entry.Length;
        }

        if (length > LargestBytes)
        {
            throw TooLarge(runId, length);
        }
    }

    /// <summary>What may be missing; a conversion would take a missing array for an empty piece.</summary>
    internal static ReadOnlyMemory<byte>? Optional(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(bytes);

    internal static ArgumentException Taken(string runId) =>
        new($"There is a run '{runId}' already; give the new one another id, or open that one.", nameof(runId));

    internal static CodeRunBusyException Busy(string runId, DateTimeOffset heldUntil) =>
        new($"Another holds the run '{runId}', until {heldUntil:O} unless it renews; two would make its calls twice.");

    internal static CodeRunLostException Lost(CodeRunLease lease) =>
        new($"The run '{lease.RunId}' is no longer held by its opening {lease.Fence}: another has opened it since, or it was let go or deleted.");

    internal static ArgumentException WrongIndex(string runId, int index, int count) =>
        new ArgumentOutOfRangeException(nameof(index), index, $"The run '{runId}' has {count} entries: the next one has the index {count}.");

    private static ArgumentException TooLarge(string runId, long length) =>
        new($"Of the run '{runId}' {length} bytes were to be stored at once; at most {LargestBytes} can be.", nameof(length));
}

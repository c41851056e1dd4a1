using Npgsql;
using Router.CodeMode.Durability;
using Router.Shared;

namespace Router.PostgreSql.CodeRuns;

/// <summary>The answer to an opening, row by row.</summary>
internal sealed class OpenedCodeRun(string runId)
{
    private readonly List<ReadOnlyMemory<byte>> _entries = [];
    private bool _found;
    private long? _fence;
    private long _heldUntil;
    private int _count;
    private byte[]? _header;
    private byte[]? _checkpoint;

    internal void Add(NpgsqlDataReader row)
    {
        if (row.IsDBNull(3))
        {
            _found = true;
            _fence = row.IsDBNull(0) ? null : row.GetInt64(0);
            _heldUntil = row.IsDBNull(1) ? 0 : row.GetInt64(1);
            _count = row.IsDBNull(2) ? 0 : row.GetInt32(2);
            return;
        }

        byte[] content = row.GetFieldValue<byte[]>(4);
        switch (row.GetInt32(3))
        {
            case CodeRunSchema.Header:
                _header = content;
                break;
            case CodeRunSchema.Checkpoint:
                _checkpoint = content;
                break;
            default:
                _entries.Add(content);
                break;
        }
    }

    /// <summary>The run; null where there is none.</summary>
    /// <exception cref="CodeMode.Execution.CodeRunBusyException">Another holds it.</exception>
    /// <exception cref="InvalidDataException">Parts of it are missing.</exception>
    internal StoredCodeRun? ToRun()
    {
        if (!_found)
        {
            return null;
        }

        if (_fence is not { } fence)
        {
            throw CodeRunRules.Busy(runId, Time(_heldUntil));
        }

        return _header is not null && _entries.Count == _count
            ? new StoredCodeRun(new CodeRunLease(runId, fence), _header, _entries, CodeRunRules.Optional(_checkpoint))
            : throw new InvalidDataException($"Parts of the run '{runId}' are missing in the database; restore it.");
    }

    internal static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}

using Microsoft.Data.Sqlite;
using Router.CodeMode.Durability;
using Router.Shared;

namespace Router.Sqlite.CodeRuns;

/// <summary>Runs on the writer's connection.</summary>
internal sealed class CodeRunSession(SqliteConnection connection, TimeProvider timeProvider) : SqliteSession
{
    private readonly SqliteStatement _find = new(connection, "SELECT number, fence, held, entries FROM code_run WHERE run = ?1");

    private readonly SqliteStatement _insert = new(connection,
        "INSERT INTO code_run (run, created, fence, held, entries) VALUES (?1, ?2, ?3, ?4, 0) ON CONFLICT (run) DO NOTHING RETURNING number");

    private readonly SqliteStatement _update = new(connection, "UPDATE code_run SET fence = ?2, held = ?3, entries = ?4 WHERE number = ?1");
    private readonly SqliteStatement _delete = new(connection, "DELETE FROM code_run WHERE number = ?1");
    private readonly SqliteStatement _fence = new(connection, "UPDATE code_run_fence SET last = last + 1 WHERE id = 1 RETURNING last");

    private readonly SqliteStatement _write = new(connection,
        """
        INSERT INTO code_run_part (number, position, content) VALUES (?1, ?2, ?3)
        ON CONFLICT (number, position) DO UPDATE SET content = excluded.content
        """);

    private readonly SqliteStatement _read = new(connection,
        "SELECT position, content FROM code_run_part WHERE number = ?1 ORDER BY position");

    private readonly SqliteStatement _empty = new(connection, "DELETE FROM code_run_part WHERE number = ?1");

    private readonly SqliteStatement _list = new(connection,
        "SELECT run, created, held, entries FROM code_run WHERE (created, run) > (?1, ?2) ORDER BY created, run LIMIT ?3");

    internal override bool OthersWrote => false;

    private long Now => Micros(timeProvider.GetUtcNow());

    public override void Dispose()
    {
        SqliteStatement[] owned = [_find, _insert, _update, _delete, _fence, _write, _read, _empty, _list];
        Array.ForEach(owned, statement => statement.Dispose());
    }

    internal override void Begin()
    {
        // Each piece of work asks the clock itself.
    }

    internal override void End(int works)
    {
        // Nothing expires here: a run that nobody holds is what this is for.
    }

    internal (CodeRunAnswer Answer, long Fence) Create(string run, ReadOnlyMemory<byte> header, TimeSpan hold)
    {
        if (Find(run) is not null)
        {
            return (new CodeRunAnswer(CodeRunAnswerKind.Busy), 0);
        }

        long now = Now;
        long fence = _fence.Single() ?? throw new InvalidDataException("The file's numbers of openings are missing; restore it.");
        long number = _insert.Bind(1, run).Bind(2, now).Bind(3, fence).Bind(4, now + Micros(hold)).Single()!.Value;
        _write.Bind(1, number).Bind(2, CodeRunSchema.Header).Bind(3, header.Span).Run();
        return (new CodeRunAnswer(CodeRunAnswerKind.Done), fence);
    }

    internal (CodeRunAnswer Answer, StoredCodeRun? Run) Open(string run, TimeSpan hold)
    {
        if (Find(run) is not { } row)
        {
            return (new CodeRunAnswer(CodeRunAnswerKind.None), null);
        }

        long now = Now;
        if (row.Held > now)
        {
            return (new CodeRunAnswer(CodeRunAnswerKind.Busy, Held: row.Held.Value), null);
        }

        long fence = _fence.Single() ?? throw new InvalidDataException("The file's numbers of openings are missing; restore it.");
        Update(row with { Fence = fence, Held = now + Micros(hold) });
        return (new CodeRunAnswer(CodeRunAnswerKind.Done), Read(row, new CodeRunLease(run, fence)));
    }

    internal CodeRunAnswer Append(CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold)
    {
        if (Held(lease) is not { } row)
        {
            return new CodeRunAnswer(CodeRunAnswerKind.Lost);
        }

        if (row.Entries != index)
        {
            return new CodeRunAnswer(CodeRunAnswerKind.WrongIndex, row.Entries);
        }

        for (int entry = 0; entry < entries.Count; entry++)
        {
            _write.Bind(1, row.Number).Bind(2, index + entry).Bind(3, entries[entry].Span).Run();
        }

        Update(row with { Held = Now + Micros(hold), Entries = index + entries.Count });
        return new CodeRunAnswer(CodeRunAnswerKind.Done);
    }

    internal CodeRunAnswer Checkpoint(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint)
    {
        if (Held(lease) is not { } row)
        {
            return new CodeRunAnswer(CodeRunAnswerKind.Lost);
        }

        _write.Bind(1, row.Number).Bind(2, CodeRunSchema.Checkpoint).Bind(3, checkpoint.Span).Run();
        return new CodeRunAnswer(CodeRunAnswerKind.Done);
    }

    /// <summary>Holds the run for longer; null lets it go.</summary>
    internal CodeRunAnswer Hold(CodeRunLease lease, TimeSpan? hold)
    {
        if (Held(lease) is not { } row)
        {
            return new CodeRunAnswer(CodeRunAnswerKind.Lost);
        }

        Update(row with { Held = hold is { } time ? Now + Micros(time) : null });
        return new CodeRunAnswer(CodeRunAnswerKind.Done);
    }

    internal CodeRunAnswer Delete(CodeRunLease lease)
    {
        if (Held(lease) is not { } row)
        {
            return new CodeRunAnswer(CodeRunAnswerKind.Lost);
        }

        _empty.Bind(1, row.Number).Run();
        _delete.Bind(1, row.Number).Run();
        return new CodeRunAnswer(CodeRunAnswerKind.Done);
    }

    /// <summary>The next runs after the last of the part before.</summary>
    internal List<CodeRunInfo> List(CodeRunInfo? last, int most)
    {
        List<CodeRunInfo> runs = [];
        _list.Bind(1, last is null ? long.MinValue : Micros(last.CreatedAt)).Bind(2, last?.RunId ?? "").Bind(3, most);
        while (_list.Next())
        {
            runs.Add(new CodeRunInfo(
                _list.Text(0), Time(_list.Integer(1)), _list.IsNull(2) ? null : Time(_list.Integer(2)), (int)_list.Integer(3)));
        }

        return runs;
    }

    internal static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static long Micros(DateTimeOffset time) => Micros(time - DateTimeOffset.UnixEpoch);

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private StoredCodeRun Read(CodeRunRow row, CodeRunLease lease)
    {
        byte[]? header = null;
        byte[]? checkpoint = null;
        List<ReadOnlyMemory<byte>> entries = [];
        _read.Bind(1, row.Number);
        while (_read.Next())
        {
            long position = _read.Integer(0);
            byte[] content = _read.Blob(1);
            (header, checkpoint) = position switch
            {
                CodeRunSchema.Header => (content, checkpoint),
                CodeRunSchema.Checkpoint => (header, content),
                _ => (header, checkpoint),
            };
            if (position >= 0)
            {
                entries.Add(content);
            }
        }

        return header is not null && entries.Count == row.Entries
            ? new StoredCodeRun(lease, header, entries, CodeRunRules.Optional(checkpoint))
            : throw new InvalidDataException($"Parts of the run '{lease.RunId}' are missing in the file; restore it.");
    }

    private CodeRunRow? Find(string run)
    {
        CodeRunRow? row = null;
        _find.Bind(1, run);
        while (_find.Next())
        {
            row = new CodeRunRow(_find.Integer(0), _find.Integer(1), _find.IsNull(2) ? null : _find.Integer(2), (int)_find.Integer(3));
        }

        return row;
    }

    // Who let a run go holds it no more, though nobody has opened it since.
    private CodeRunRow? Held(CodeRunLease lease) => Find(lease.RunId) is { Held: not null } row && row.Fence == lease.Fence ? row : null;

    private void Update(CodeRunRow row) =>
        _update.Bind(1, row.Number).Bind(2, row.Fence).Bind(3, row.Held).Bind(4, row.Entries).Run();
}

using System.Runtime.CompilerServices;
using Npgsql;
using Router.CodeMode.Durability;
using Router.Shared;

namespace Router.PostgreSql.CodeRuns;

/// <summary>
/// Keeps runs in PostgreSQL 14 or later, shared by many machines; the schema may be that of the limits. Thread-safe.
/// </summary>
/// <remarks>
/// Its tables are made at the first use, and holds run by the database's clock. Each method is one round trip and one transaction. One that
/// is cancelled on its way to the database is awaited all the same, so that its outcome is known; the connection's command timeout (5 seconds
/// where it does not say) bounds it, and large pieces over slow lines need more. An append that fails on its way, and not by the database's own
/// word, may have been done: open the run again.
/// </remarks>
public sealed class PostgreSqlCodeRunStore : ICodeRunStore, IAsyncDisposable
{
    /// <summary>The schema used where none is named.</summary>
    public const string DefaultSchema = "router";

    private const int RunsAtOnce = 256;

    private readonly PostgreSqlDatabase _database;
    private readonly PostgreSqlCalls _calls;
    private readonly TimeProvider? _clock;
    private readonly string _create;
    private readonly string _open;
    private readonly string _append;
    private readonly string _checkpoint;
    private readonly string _hold;
    private readonly string _delete;
    private readonly string _list;

    /// <summary>Makes one over a database, and asks nobody yet.</summary>
    /// <param name="connectionString">How Npgsql connects: Host=...;Database=...;Username=...;Password=... At most 20 connections where it does not say.</param>
    /// <param name="schema">The schema of the tables, made where it is missing; small letters, digits and underscores. Default: router.</param>
    /// <exception cref="ArgumentException">The connection string or the schema's name cannot be used.</exception>
    public PostgreSqlCodeRunStore(string connectionString, string schema = DefaultSchema)
        : this(Database(connectionString, schema), clock: null)
    {
    }

    /// <param name="database">Where; owned.</param>
    /// <param name="clock">Takes the place of the database's clock, in tests; null for the database's.</param>
    internal PostgreSqlCodeRunStore(PostgreSqlDatabase database, TimeProvider? clock)
    {
        _database = database;
        _calls = new PostgreSqlCalls(database);
        _clock = clock;
        string schema = database.Schema;
        _create = $"SELECT {schema}.code_run_create_1($1, $2, $3, $4)";
        _open = $"SELECT opened, until, entries, part, content FROM {schema}.code_run_open_1($1, $2, $3)";
        _append = $"SELECT {schema}.code_run_append_1($1, $2, $3, $4, $5, $6)";
        _checkpoint = $"SELECT {schema}.code_run_checkpoint_1($1, $2, $3)";
        _hold = $"SELECT {schema}.code_run_hold_1($1, $2, $3, $4)";
        _delete = $"SELECT {schema}.code_run_delete_1($1, $2)";
        _list = $"SELECT run, created, held, entries FROM {schema}.code_run WHERE (created, run) > ($1, $2) ORDER BY created, run LIMIT $3";
    }

    /// <inheritdoc />
    public async ValueTask<CodeRunLease> CreateAsync(
        string runId, ReadOnlyMemory<byte> header, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        CodeRunRules.CheckSize(runId, header);
        long? fence = null;
        await RunAsync(
            _create,
            [CodeRunParameters.Of(runId), CodeRunParameters.Bytes(header), CodeRunParameters.Micros(hold), CodeRunParameters.Now(_clock)],
            row => fence = row.IsDBNull(0) ? null : row.GetInt64(0),
            cancellationToken).ConfigureAwait(false);
        return fence is { } number ? new CodeRunLease(runId, number) : throw CodeRunRules.Taken(runId);
    }

    /// <inheritdoc />
    public async ValueTask<StoredCodeRun?> OpenAsync(string runId, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(runId);
        CodeRunRules.CheckHold(hold);
        OpenedCodeRun opened = new(runId);
        await RunAsync(
            _open,
            [CodeRunParameters.Of(runId), CodeRunParameters.Micros(hold), CodeRunParameters.Now(_clock)],
            opened.Add,
            cancellationToken).ConfigureAwait(false);
        return opened.ToRun();
    }

    /// <inheritdoc />
    public async ValueTask AppendAsync(
        CodeRunLease lease, int index, IReadOnlyList<ReadOnlyMemory<byte>> entries, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckEntries(lease.RunId, index, entries);
        CodeRunRules.CheckHold(hold);
        CodeRunRules.CheckRun(lease.RunId);
        int? refused = null;
        await RunAsync(
            _append,
            [
                CodeRunParameters.Of(lease.RunId), CodeRunParameters.Of(lease.Fence), CodeRunParameters.Of(index),
                CodeRunParameters.Bytes(entries), CodeRunParameters.Micros(hold), CodeRunParameters.Now(_clock),
            ],
            row => refused = row.IsDBNull(0) ? null : row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        if (refused is { } count)
        {
            throw count < 0 ? CodeRunRules.Lost(lease) : CodeRunRules.WrongIndex(lease.RunId, index, count);
        }
    }

    /// <inheritdoc />
    public ValueTask CheckpointAsync(CodeRunLease lease, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckSize(lease.RunId, checkpoint);
        return WriteAsync(lease, _checkpoint, [CodeRunParameters.Bytes(checkpoint)], cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask RenewAsync(CodeRunLease lease, TimeSpan hold, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckHold(hold);
        return WriteAsync(lease, _hold, [CodeRunParameters.Micros(hold), CodeRunParameters.Now(_clock)], cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(CodeRunLease lease, CancellationToken cancellationToken) =>
        await TryWriteAsync(lease, _hold, [CodeRunParameters.Micros(null), CodeRunParameters.Now(_clock)], cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask DeleteAsync(CodeRunLease lease, CancellationToken cancellationToken) =>
        await TryWriteAsync(lease, _delete, [], cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async IAsyncEnumerable<CodeRunInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (long Created, string Run) last = (long.MinValue, "");
        while (true)
        {
            List<CodeRunInfo> runs = [];
            await RunAsync(
                _list,
                [CodeRunParameters.Of(last.Created), CodeRunParameters.Of(last.Run), CodeRunParameters.Of(RunsAtOnce)],
                row =>
                {
                    last = (row.GetInt64(1), row.GetString(0));
                    runs.Add(new CodeRunInfo(
                        last.Run, OpenedCodeRun.Time(last.Created), row.IsDBNull(2) ? null : OpenedCodeRun.Time(row.GetInt64(2)), row.GetInt32(3)));
                },
                cancellationToken).ConfigureAwait(false);
            foreach (CodeRunInfo run in runs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return run;
            }

            if (runs.Count < RunsAtOnce)
            {
                yield break;
            }
        }
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static PostgreSqlDatabase Database(string connectionString, string schema)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        ArgumentNullException.ThrowIfNull(schema);
        return new PostgreSqlDatabase(connectionString, schema, CodeRunSchema.Migrations);
    }

    private async ValueTask WriteAsync(CodeRunLease lease, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        if (!await TryWriteAsync(lease, sql, parameters, cancellationToken).ConfigureAwait(false))
        {
            throw CodeRunRules.Lost(lease);
        }
    }

    private async ValueTask<bool> TryWriteAsync(
        CodeRunLease lease, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        CodeRunRules.CheckRun(lease.RunId);
        bool held = false;
        await RunAsync(
            sql,
            [CodeRunParameters.Of(lease.RunId), CodeRunParameters.Of(lease.Fence), .. parameters],
            row => held = row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false);
        return held;
    }

    private async ValueTask RunAsync(
        string sql, NpgsqlParameter[] parameters, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _calls.RunAsync([new PostgreSqlCall(sql, parameters, read)], cancellationToken, CancellationToken.None).ConfigureAwait(false);
    }
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Router.Sqlite;

/// <summary>One database file: opens connections whose tables are those of this version. Thread-safe.</summary>
internal sealed class SqliteDatabase(string path, SqliteMigrations migrations)
{
    // Only while a file is opened and its tables are made: the switch to the write-ahead log waits by SQLite's own handler alone.
    private const int OpeningTimeoutMilliseconds = 5_000;

    /// <summary>Opens a connection. Blocks, for some seconds where other processes hold the file.</summary>
    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    /// <exception cref="InvalidOperationException">Its tables were made by a later version.</exception>
    internal SqliteConnection Open()
    {
        Batteries_V2.Init();
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Check(raw.sqlite3_busy_timeout(connection.Handle!, OpeningTimeoutMilliseconds), connection);
            Run(connection, "PRAGMA journal_mode = WAL");
            Migrate(connection);
            Check(raw.sqlite3_busy_timeout(connection.Handle!, 0), connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a script.</summary>
    internal static void Run(SqliteConnection connection, string script) => Check(raw.sqlite3_exec(connection.Handle!, script), connection);

    private void Migrate(SqliteConnection connection)
    {
        Run(connection, "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS router_schema (component TEXT PRIMARY KEY, version INTEGER NOT NULL)");
        using SqliteStatement read = new(connection, "SELECT version FROM router_schema WHERE component = ?1");
        long version = read.Bind(1, migrations.Component).Single() ?? 0;
        if (version > migrations.Steps.Count)
        {
            throw new InvalidOperationException(
                $"The {migrations.Component} tables in '{path}' are of version {version}, made by a later version of Router; "
                + $"this one knows up to {migrations.Steps.Count}. Use that version, or another file.");
        }

        for (int step = (int)version; step < migrations.Steps.Count; step++)
        {
            Run(connection, migrations.Steps[step]);
        }

        using SqliteStatement write = new(connection, "INSERT OR REPLACE INTO router_schema VALUES (?1, ?2)");
        write.Bind(1, migrations.Component).Bind(2, migrations.Steps.Count).Run();
        Run(connection, "COMMIT");
    }

    private static void Check(int code, SqliteConnection connection) => SqliteException.ThrowExceptionForRC(code, connection.Handle);
}

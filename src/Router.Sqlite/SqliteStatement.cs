using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Router.Sqlite;

/// <summary>
/// A prepared statement of one connection. ADO.NET's command sleeps 150 milliseconds whenever it finds the database locked, three
/// times what a decision may take. Not thread-safe.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    internal SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public void Dispose() => _statement.Dispose();

    internal SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    internal SqliteStatement Bind(int index, string value)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        int length = Encoding.UTF8.GetBytes(value, buffer);
        int code = raw.sqlite3_bind_text(_statement, index, buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        Check(code);
        return this;
    }

    internal SqliteStatement Bind(int index, long? value)
    {
        Check(value is { } given ? raw.sqlite3_bind_int64(_statement, index, given) : raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    internal SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        // No pointer would be taken for NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>Moves to the next row; false where there is none, and then the statement can be bound anew.</summary>
    internal bool Next()
    {
        int code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        // Resetting tells the failure of the step once more.
        int reset = raw.sqlite3_reset(_statement);
        Check(code == raw.SQLITE_DONE ? reset : code);
        return false;
    }

    /// <summary>Runs a statement that answers no rows.</summary>
    internal void Run()
    {
        while (Next())
        {
            // Pragmas answer what they were set to.
        }
    }

    /// <summary>The integer of a statement that answers at most one row; null where it answers none.</summary>
    internal long? Single()
    {
        if (!Next())
        {
            return null;
        }

        long value = Integer(0);
        Check(raw.sqlite3_reset(_statement));
        return value;
    }

    internal long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    internal bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    internal byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    internal string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}

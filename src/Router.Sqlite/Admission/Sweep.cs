using Microsoft.Data.Sqlite;

namespace Router.Sqlite.Admission;

/// <summary>Takes out what has expired, some rows at a time, going round each table.</summary>
internal sealed class Sweep : IDisposable
{
    private const int Rows = 128;

    private readonly (SqliteStatement Last, SqliteStatement Delete)[] _tables;
    private readonly long[] _cursors;
    private int _turn;

    internal Sweep(SqliteConnection connection)
    {
        (string Table, string Expired)[] tables =
        [
            ("admission_rate", "tat <= ?3 * 1000 - back"),
            ("admission_lease", "expires <= ?3"),
            ("admission_quota", "expires <= ?3"),
            ("admission_hold", "expires <= ?3"),
            ("admission_settlement", "expires <= ?3"),
        ];
        _cursors = new long[tables.Length];
        _tables =
        [
            .. tables.Select(item => (
                new SqliteStatement(connection,
                    $"SELECT max(rowid) FROM (SELECT rowid FROM {item.Table} WHERE rowid > ?1 ORDER BY rowid LIMIT ?2)"),
                new SqliteStatement(connection,
                    $"DELETE FROM {item.Table} WHERE rowid > ?1 AND rowid <= ?2 AND {item.Expired}"))),
        ];
    }

    public void Dispose()
    {
        foreach ((SqliteStatement last, SqliteStatement delete) in _tables)
        {
            last.Dispose();
            delete.Dispose();
        }
    }

    /// <summary>One step, in the table whose turn it is.</summary>
    internal void Step(StoreTime now)
    {
        int turn = _turn = (_turn + 1) % _tables.Length;
        (SqliteStatement last, SqliteStatement delete) = _tables[turn];

        // An aggregate always answers; 0 where nothing lies beyond the cursor, and the round begins anew.
        long end = last.Bind(1, _cursors[turn]).Bind(2, Rows).Single() ?? 0;
        delete.Bind(1, _cursors[turn]).Bind(2, end).Bind(3, now.Microseconds).Run();
        _cursors[turn] = end;
    }
}

using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Router.Sqlite.Admission;

/// <summary>The store's clock, kept in the file so that all processes follow one, and who moved it last.</summary>
internal sealed class ClockTable(SqliteConnection connection, TimeProvider timeProvider) : IDisposable
{
    private readonly SqliteStatement _read = new(connection, "SELECT store, wall, writer FROM admission_clock WHERE id = 0");

    private readonly SqliteStatement _write = new(connection, "INSERT OR REPLACE INTO admission_clock VALUES (0, ?1, ?2, ?3)");

    private readonly long _writer = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>Whether another connection moved the clock since this one did.</summary>
    internal bool OthersMoved { get; private set; }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    /// <summary>Moves the clock to now.</summary>
    internal StoreTime Move()
    {
        StoreTime wall = StoreTime.Of(timeProvider.GetUtcNow());
        StoreTime now = wall;
        OthersMoved = false;
        while (_read.Next())
        {
            now = StoreTime.Next(new StoreTime(_read.Integer(0)), new StoreTime(_read.Integer(1)), wall);
            OthersMoved = _read.Integer(2) != _writer;
        }

        _write.Bind(1, now.Nanoseconds).Bind(2, wall.Nanoseconds).Bind(3, _writer).Run();
        return now;
    }
}

using Microsoft.Data.Sqlite;
using Router.Shared;

namespace Router.Sqlite.Admission;

/// <summary>The settlements that were applied, so that one that is sent again is not applied twice.</summary>
internal sealed class SettlementTable(SqliteConnection connection) : IDisposable
{
    // Whoever sends a settlement again does so within minutes.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly SqliteStatement _insert = new(connection,
        "INSERT INTO admission_settlement (id, expires) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING RETURNING 1");

    public void Dispose() => _insert.Dispose();

    /// <summary>Notes a settlement; false where it was noted before.</summary>
    internal bool TryAdd(string id, StoreTime now)
    {
        _insert.Bind(1, StoredKey.Of(id)).Bind(2, now.MicrosecondsAfter(Kept));
        bool added = false;
        while (_insert.Next())
        {
            added = true;
        }

        return added;
    }
}

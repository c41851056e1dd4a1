using Microsoft.Data.Sqlite;
using Router.Admission;
using Router.Shared;

namespace Router.Sqlite.Admission;

/// <summary>Kill switches.</summary>
internal sealed class SwitchTable(SqliteConnection connection) : IClaimTable
{
    private readonly SqliteStatement _read = new(connection, "SELECT reason FROM admission_switch WHERE key = ?1");

    private readonly SqliteStatement _set = new(connection,
        """
        INSERT INTO admission_switch (key, name, reason) VALUES (?1, ?2, ?3)
        ON CONFLICT (key) DO UPDATE SET reason = excluded.reason
        """);

    private readonly SqliteStatement _delete = new(connection, "DELETE FROM admission_switch WHERE key = ?1");

    private readonly SqliteStatement _all = new(connection, "SELECT name, reason FROM admission_switch ORDER BY name");

    public void Dispose()
    {
        _read.Dispose();
        _set.Dispose();
        _delete.Dispose();
        _all.Dispose();
    }

    public ClaimView View(in AdmissionClaim claim, string key, StoreTime now)
    {
        string? reason = null;
        _read.Bind(1, key);
        while (_read.Next())
        {
            reason = _read.Text(0);
        }

        return new ClaimView(reason is null, 0, Reason: reason);
    }

    public AdmissionMark Take(in AdmissionClaim claim, string key, in ClaimView view, in Taking taking) => default;

    public void Settle(in SettledClaim settled, string key, string reservation, StoreTime now)
    {
        // Nothing was taken.
    }

    internal void Set(string name, string? reason)
    {
        if (reason is null)
        {
            _delete.Bind(1, StoredKey.Of(name)).Run();
        }
        else
        {
            _set.Bind(1, StoredKey.Of(name)).Bind(2, name).Bind(3, reason).Run();
        }
    }

    internal List<AdmissionStop> ReadAll()
    {
        List<AdmissionStop> stops = [];
        while (_all.Next())
        {
            stops.Add(new AdmissionStop(_all.Text(0), _all.Text(1)));
        }

        return stops;
    }
}

using Microsoft.Data.Sqlite;
using Router.Admission;

namespace Router.Sqlite.Admission;

/// <summary>Concurrency: a row for each lease.</summary>
internal sealed class LeaseTable(SqliteConnection connection) : IClaimTable
{
    private readonly SqliteStatement _count = new(connection, "SELECT count(*) FROM admission_lease WHERE key = ?1 AND expires > ?2");

    private readonly SqliteStatement _insert = new(connection,
        """
        INSERT INTO admission_lease (key, reservation, expires) VALUES (?1, ?2, ?3)
        ON CONFLICT (key, reservation) DO UPDATE SET expires = excluded.expires
        """);

    private readonly SqliteStatement _delete = new(connection, "DELETE FROM admission_lease WHERE key = ?1 AND reservation = ?2");

    private readonly SqliteStatement _renew = new(connection,
        "UPDATE admission_lease SET expires = ?3 WHERE reservation = ?1 AND expires > ?2");

    public void Dispose()
    {
        _count.Dispose();
        _insert.Dispose();
        _delete.Dispose();
        _renew.Dispose();
    }

    public ClaimView View(in AdmissionClaim claim, string key, StoreTime now)
    {
        long leases = _count.Bind(1, key).Bind(2, now.Microseconds).Single() ?? 0;
        return new ClaimView(leases < claim.Limit, leases);
    }

    public AdmissionMark Take(in AdmissionClaim claim, string key, in ClaimView view, in Taking taking)
    {
        _insert.Bind(1, key).Bind(2, taking.Reservation).Bind(3, taking.Expires).Run();
        return new AdmissionMark(0, view.Standing + 1);
    }

    public void Settle(in SettledClaim settled, string key, string reservation, StoreTime now) =>
        _delete.Bind(1, key).Bind(2, reservation).Run();

    internal void Renew(in Taking taking) =>
        _renew.Bind(1, taking.Reservation).Bind(2, taking.Now.Microseconds).Bind(3, taking.Expires).Run();
}

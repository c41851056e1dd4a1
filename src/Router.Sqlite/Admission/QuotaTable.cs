using Microsoft.Data.Sqlite;
using Router.Admission;

namespace Router.Sqlite.Admission;

/// <summary>Quotas: what is booked, by slots, and a row for each hold.</summary>
internal sealed class QuotaTable(SqliteConnection connection) : IClaimTable
{
    private readonly SqliteStatement _spent = new(connection,
        "SELECT spent FROM admission_quota WHERE key = ?1 AND slot >= ?2");

    private readonly SqliteStatement _held = new(connection,
        "SELECT amount FROM admission_hold WHERE key = ?1 AND slot >= ?2 AND expires > ?3");

    private readonly SqliteStatement _slots = new(connection,
        """
        SELECT slot, spent AS amount FROM admission_quota WHERE key = ?1 AND slot >= ?2
        UNION ALL SELECT slot, amount FROM admission_hold WHERE key = ?1 AND slot >= ?2 AND expires > ?3
        ORDER BY slot
        """);

    private readonly SqliteStatement _hold = new(connection,
        """
        INSERT INTO admission_hold (key, reservation, slot, amount, expires) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (key, reservation) DO UPDATE SET slot = excluded.slot, expires = excluded.expires,
            amount = CASE WHEN amount > 9223372036854775807 - excluded.amount THEN 9223372036854775807 ELSE amount + excluded.amount END
        """);

    private readonly SqliteStatement _release = new(connection, "DELETE FROM admission_hold WHERE key = ?1 AND reservation = ?2");

    private readonly SqliteStatement _book = new(connection,
        """
        INSERT INTO admission_quota (key, slot, spent, expires) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (key, slot) DO UPDATE SET
            spent = CASE WHEN spent > 9223372036854775807 - excluded.spent THEN 9223372036854775807 ELSE spent + excluded.spent END
        """);

    private readonly SqliteStatement _renew = new(connection,
        "UPDATE admission_hold SET expires = ?3 WHERE reservation = ?1 AND expires > ?2");

    public void Dispose()
    {
        _spent.Dispose();
        _held.Dispose();
        _slots.Dispose();
        _hold.Dispose();
        _release.Dispose();
        _book.Dispose();
        _renew.Dispose();
    }

    public ClaimView View(in AdmissionClaim claim, string key, StoreTime now)
    {
        QuotaStanding standing = Read(key, claim.Window, now);
        long sum = Saturating.Add(standing.Spent, standing.Held);
        return claim.Limit == long.MaxValue || (claim.Amount <= claim.Limit && sum <= claim.Limit - claim.Amount)
            ? new ClaimView(true, sum, QuotaSlots.At(claim.Window, now))
            : new ClaimView(false, sum, Wait: Wait(claim, key, sum, now));
    }

    public AdmissionMark Take(in AdmissionClaim claim, string key, in ClaimView view, in Taking taking)
    {
        _hold.Bind(1, key).Bind(2, taking.Reservation).Bind(3, view.Position).Bind(4, claim.Amount).Bind(5, taking.Expires).Run();
        return new AdmissionMark(view.Position, Saturating.Add(view.Standing, claim.Amount));
    }

    public void Settle(in SettledClaim settled, string key, string reservation, StoreTime now)
    {
        _release.Bind(1, key).Bind(2, reservation).Run();
        if (settled.Actual > 0)
        {
            long slot = settled.Mark.Position;
            _book.Bind(1, key).Bind(2, slot).Bind(3, settled.Actual).Bind(4, QuotaSlots.End(settled.Claim.Window, slot)).Run();
        }
    }

    internal QuotaStanding Read(string key, QuotaWindow window, StoreTime now)
    {
        long first = QuotaSlots.First(window, now);
        long spent = 0;
        _spent.Bind(1, key).Bind(2, first);
        while (_spent.Next())
        {
            spent = Saturating.Add(spent, _spent.Integer(0));
        }

        long held = 0;
        _held.Bind(1, key).Bind(2, first).Bind(3, now.Microseconds);
        while (_held.Next())
        {
            held = Saturating.Add(held, _held.Integer(0));
        }

        return new QuotaStanding(spent, held);
    }

    internal void Renew(in Taking taking) =>
        _renew.Bind(1, taking.Reservation).Bind(2, taking.Now.Microseconds).Bind(3, taking.Expires).Run();

    // Slots leave the window one by one, with what is booked and held in them; what is held may of course end before.
    private long? Wait(in AdmissionClaim claim, string key, long sum, StoreTime now)
    {
        if (claim.Amount > claim.Limit || claim.Window.Kind == QuotaWindowKind.Forever)
        {
            return null;
        }

        long excess = sum - (claim.Limit - claim.Amount);
        long last = 0;
        _slots.Bind(1, key).Bind(2, QuotaSlots.First(claim.Window, now)).Bind(3, now.Microseconds);
        while (_slots.Next())
        {
            // Slots past the one that frees enough are read all the same, so that the statement comes to its end.
            last = excess > 0 ? _slots.Integer(0) : last;
            excess -= excess > 0 ? _slots.Integer(1) : 0;
        }

        long wait = QuotaSlots.End(claim.Window, last) - now.Microseconds;
        return wait > long.MaxValue / 1_000 ? long.MaxValue : wait * 1_000;
    }
}

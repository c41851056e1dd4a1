using Microsoft.Data.Sqlite;
using Router.Admission;

namespace Router.Sqlite.Admission;

/// <summary>Rates: one theoretical arrival time for each key.</summary>
internal sealed class RateTable(SqliteConnection connection) : IClaimTable
{
    private readonly SqliteStatement _read = new(connection, "SELECT tat, back FROM admission_rate WHERE key = ?1");

    private readonly SqliteStatement _write = new(connection,
        """
        INSERT INTO admission_rate (key, tat, back) VALUES (?1, ?2, ?3)
        ON CONFLICT (key) DO UPDATE SET tat = excluded.tat, back = excluded.back
        """);

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    public ClaimView View(in AdmissionClaim claim, string key, StoreTime now)
    {
        RateState state = Read(key, now);
        long ahead = state.Arrival - now.Nanoseconds;
        long room = claim.Limit - claim.Amount;
        return room < 0 ? new ClaimView(false, ahead)
            : ahead > room ? new ClaimView(false, ahead, Wait: ahead - room)
            : new ClaimView(true, ahead);
    }

    public AdmissionMark Take(in AdmissionClaim claim, string key, in ClaimView view, in Taking taking)
    {
        RateState state = Read(key, taking.Now).Ahead(claim.Amount);
        Write(key, state);
        return new AdmissionMark(state.Position, state.Arrival - taking.Now.Nanoseconds);
    }

    public void Settle(in SettledClaim settled, string key, string reservation, StoreTime now)
    {
        long more = Math.Max(0, settled.Actual) - settled.Claim.Amount;
        if (more == 0)
        {
            return;
        }

        RateState state = Read(key, now);
        Write(key, more > 0 ? state.Ahead(more) : state.Return(-more, settled.Mark.Position, now));
    }

    private RateState Read(string key, StoreTime now)
    {
        RateState state = default;
        _read.Bind(1, key);
        while (_read.Next())
        {
            state = new RateState(_read.Integer(0), _read.Integer(1));
        }

        return state.At(now);
    }

    private void Write(string key, RateState state) => _write.Bind(1, key).Bind(2, state.Arrival).Bind(3, state.Back).Run();
}

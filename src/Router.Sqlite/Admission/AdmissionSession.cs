using Microsoft.Data.Sqlite;
using Router.Admission;
using Router.Shared;

namespace Router.Sqlite.Admission;

/// <summary>Limits and budgets on the writer's connection.</summary>
internal sealed class AdmissionSession(SqliteConnection connection, TimeProvider timeProvider) : SqliteSession
{
    // A step looks at more rows than so much work can leave behind.
    private const int WorksBetweenSweeps = 4;

    private readonly ClockTable _clock = new(connection, timeProvider);
    private readonly RateTable _rates = new(connection);
    private readonly LeaseTable _leases = new(connection);
    private readonly QuotaTable _quotas = new(connection);
    private readonly SwitchTable _switches = new(connection);
    private readonly SettlementTable _settlements = new(connection);
    private readonly Sweep _sweep = new(connection);
    private StoreTime _now;
    private int _unswept;

    internal override bool OthersWrote => _clock.OthersMoved;

    public override void Dispose()
    {
        IDisposable[] owned = [_clock, _rates, _leases, _quotas, _switches, _settlements, _sweep];
        foreach (IDisposable item in owned)
        {
            item.Dispose();
        }
    }

    internal override void Begin() => _now = _clock.Move();

    internal override void End(int works)
    {
        for (_unswept += works; _unswept >= WorksBetweenSweeps; _unswept -= WorksBetweenSweeps)
        {
            _sweep.Step(_now);
        }
    }

    internal AdmissionDecision Reserve(AdmissionRequest request)
    {
        IReadOnlyList<AdmissionClaim> claims = request.Claims;
        string[] keys = new string[claims.Count];
        ClaimView[] views = new ClaimView[claims.Count];
        int refused = -1;
        for (int index = 0; index < claims.Count; index++)
        {
            AdmissionClaim claim = claims[index];
            keys[index] = StoredKey.Of(claim.Key);
            views[index] = Table(claim.Kind).View(claim, keys[index], _now);
            if (!views[index].Free && (refused < 0 || views[index].Outlasts(views[refused])))
            {
                refused = index;
            }
        }

        return refused < 0 ? Take(request, keys, views) : Refuse(refused, views[refused]);
    }

    internal void Settle(AdmissionSettlement settlement)
    {
        if (!_settlements.TryAdd(settlement.Id, _now))
        {
            return;
        }

        string reservation = StoredKey.Of(settlement.ReservationId);
        foreach (SettledClaim settled in settlement.Claims)
        {
            Table(settled.Claim.Kind).Settle(settled, StoredKey.Of(settled.Claim.Key), reservation, _now);
        }
    }

    internal void Renew(string reservationId, TimeSpan expiry)
    {
        Taking taking = new(StoredKey.Of(reservationId), _now, _now.MicrosecondsAfter(expiry));
        _leases.Renew(taking);
        _quotas.Renew(taking);
    }

    internal QuotaStanding Read(string key, QuotaWindow window) => _quotas.Read(StoredKey.Of(key), window, _now);

    internal void SetSwitch(string key, string? reason) => _switches.Set(key, reason);

    internal List<AdmissionStop> ReadSwitches() => _switches.ReadAll();

    private AdmissionDecision Take(AdmissionRequest request, string[] keys, ClaimView[] views)
    {
        Taking taking = new(StoredKey.Of(request.Id), _now, _now.MicrosecondsAfter(request.Expiry));
        AdmissionMark[] marks = new AdmissionMark[keys.Length];
        for (int index = 0; index < keys.Length; index++)
        {
            AdmissionClaim claim = request.Claims[index];
            marks[index] = Table(claim.Kind).Take(claim, keys[index], views[index], taking);
        }

        return AdmissionDecision.Grant(marks);
    }

    private static AdmissionDecision Refuse(int index, in ClaimView view)
    {
        // Rounded up: whoever comes back at the stated time is let in.
        TimeSpan? wait = view.Wait is { } nanoseconds
            ? TimeSpan.FromTicks((nanoseconds / TimeSpan.NanosecondsPerTick) + (nanoseconds % TimeSpan.NanosecondsPerTick == 0 ? 0 : 1))
            : null;
        return AdmissionDecision.Refuse(index, wait, view.Standing, view.Reason);
    }

    private IClaimTable Table(AdmissionClaimKind kind) => kind switch
    {
        AdmissionClaimKind.Rate => _rates,
        AdmissionClaimKind.Concurrency => _leases,
        AdmissionClaimKind.Quota => _quotas,
        AdmissionClaimKind.Switch => _switches,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A claim is a rate, concurrency, a quota or a switch."),
    };
}

using System.Runtime.InteropServices;

namespace Router.Admission;

/// <summary>
/// Counters of this process. Rates and leases run by a clock that never jumps, windows by UTC. One lock guards all: a decision holds it for
/// less time than taking several would need, and all-or-nothing comes with it.
/// </summary>
internal sealed class MemoryAdmissionStore(TimeProvider timeProvider) : IAdmissionStore
{
    /// <summary>A wait that no time ends.</summary>
    internal const long Never = long.MaxValue;

    private const long NanosecondsPerTick = 100;
    private const int SweepFrom = 1024;

    private readonly Lock _gate = new();
    private readonly long _origin = timeProvider.GetTimestamp();
    private readonly Dictionary<string, MemoryCounter> _counters = [];
    private readonly MemoryReservations _reservations = new();
    private readonly RecentIds _applied = new(8192);
    private readonly SortedDictionary<string, string> _switches = new(StringComparer.Ordinal);
    private int _switchCount;
    private int _sweepAt = SweepFrom;

    /// <summary>How many counters there are.</summary>
    internal int Counters
    {
        get
        {
            lock (_gate)
            {
                return _counters.Count;
            }
        }
    }

    /// <summary>How many reservations are neither settled nor expired.</summary>
    internal int Reservations
    {
        get
        {
            lock (_gate)
            {
                _reservations.Expire(Now());
                return _reservations.Count;
            }
        }
    }

    public ValueTask<AdmissionDecision> ReserveAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Reserve(request));
    }

    public ValueTask SettleAsync(AdmissionSettlement settlement, CancellationToken cancellationToken)
    {
        Settle(settlement);
        return default;
    }

    public ValueTask RenewAsync(string reservationId, TimeSpan expiry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            long now = Now();
            _reservations.Expire(now);
            if (_reservations.TryGet(reservationId, out MemoryReservation? reservation))
            {
                _reservations.Renew(reservation, Later(now, expiry));
            }
        }

        return default;
    }

    public ValueTask<QuotaStanding> ReadAsync(string key, QuotaWindow window, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _reservations.Expire(Now());
            return new(_counters.GetValueOrDefault(key) is MemoryQuota quota ? quota.Read(window, Utc()) : default);
        }
    }

    public ValueTask SetSwitchAsync(string key, string? reason, CancellationToken cancellationToken)
    {
        SetSwitch(key, reason);
        return default;
    }

    public ValueTask<IReadOnlyList<AdmissionStop>> ReadSwitchesAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new([.. _switches.Select(pair => new AdmissionStop(pair.Key, pair.Value))]);
        }
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>Whether a switch is set.</summary>
    internal bool HasSwitches => Volatile.Read(ref _switchCount) > 0;

    /// <summary>As <see cref="SetSwitchAsync"/>; tells how many are set.</summary>
    internal int SetSwitch(string key, string? reason)
    {
        lock (_gate)
        {
            if (reason is null)
            {
                _switches.Remove(key);
            }
            else
            {
                _switches[key] = reason;
            }

            Volatile.Write(ref _switchCount, _switches.Count);
            return _switches.Count;
        }
    }

    /// <summary>As <see cref="ReserveAsync"/>, which never waits here.</summary>
    internal AdmissionDecision Reserve(AdmissionRequest request)
    {
        AdmissionClaim[] claims = request.Claims as AdmissionClaim[] ?? [.. request.Claims];
        long utc = 0;
        foreach (ref readonly AdmissionClaim claim in claims.AsSpan())
        {
            if (claim.Kind == AdmissionClaimKind.Quota)
            {
                utc = Utc();
                break;
            }
        }

        lock (_gate)
        {
            long now = Begin();
            if (_reservations.TryGet(request.Id, out MemoryReservation? known))
            {
                return AdmissionDecision.Grant(known.Marks);
            }

            MemoryCounter?[] counters = new MemoryCounter?[claims.Length];
            int refused = -1;
            long longest = 0;
            for (int index = 0; index < claims.Length; index++)
            {
                long wait = Check(claims[index], now, utc, ref counters[index]);
                if (wait > longest)
                {
                    (refused, longest) = (index, wait);
                }
            }

            return refused >= 0 ? Refuse(claims[refused], refused, counters[refused], longest, now) : Take(request, claims, counters, now, utc);
        }
    }

    /// <summary>As <see cref="SettleAsync"/>, which never waits here.</summary>
    internal void Settle(AdmissionSettlement settlement)
    {
        lock (_gate)
        {
            long now = Begin();
            if (!_applied.Add(settlement.Id))
            {
                return;
            }

            _reservations.TryGet(settlement.ReservationId, out MemoryReservation? reservation);
            IReadOnlyList<SettledClaim> claims = settlement.Claims;
            for (int index = 0; index < claims.Count; index++)
            {
                Settle(reservation, claims[index], now);
            }

            if (reservation is { IsOver: true })
            {
                _reservations.Remove(reservation);
            }
        }
    }

    private void Settle(MemoryReservation? reservation, in SettledClaim settled, long now)
    {
        AdmissionClaim claim = settled.Claim;
        int index = reservation?.Find(claim.Key) ?? -1;
        long actual = Math.Max(0, settled.Actual);
        if (claim.Kind == AdmissionClaimKind.Rate && actual > claim.Amount)
        {
            Counter<MemoryRate>(claim.Key).Push(now, actual - claim.Amount);
        }
        else if (claim.Kind == AdmissionClaimKind.Rate && index >= 0)
        {
            ((MemoryRate)reservation!.Counters[index]!).Refund(now, claim.Amount - actual, reservation.Marks[index].Position);
        }
        else if (claim.Kind == AdmissionClaimKind.Quota && actual > 0)
        {
            long slot = index >= 0 ? reservation!.Marks[index].Position : settled.Mark.Position;
            Counter<MemoryQuota>(claim.Key).Book(claim.Window, Utc(), slot, actual);
        }

        if (index >= 0)
        {
            reservation!.Release(index);
        }
    }

    private static long Later(long now, TimeSpan expiry) =>
        expiry.Ticks >= (long.MaxValue - now) / NanosecondsPerTick ? long.MaxValue : now + (expiry.Ticks * NanosecondsPerTick);

    // 0: it fits; else how many nanoseconds until it does.
    private long Check(in AdmissionClaim claim, long now, long utc, ref MemoryCounter? counter)
    {
        if (claim.Kind == AdmissionClaimKind.Switch)
        {
            return _switches.Count > 0 && _switches.ContainsKey(claim.Key) ? Never : 0;
        }

        _counters.TryGetValue(claim.Key, out counter);
        return claim.Kind switch
        {
            AdmissionClaimKind.Rate => MemoryRate.Wait((MemoryRate?)counter, now, claim.Amount, claim.Limit),
            AdmissionClaimKind.Concurrency => ((MemoryPlaces?)counter)?.Taken + claim.Amount > claim.Limit || claim.Amount > claim.Limit ? Never : 0,
            _ => MemoryQuota.Wait((MemoryQuota?)counter, claim.Window, utc, claim.Amount, claim.Limit),
        };
    }

    private AdmissionDecision Refuse(in AdmissionClaim claim, int index, MemoryCounter? counter, long wait, long now)
    {
        TimeSpan? retryAfter = wait == Never ? null : TimeSpan.FromTicks((wait / NanosecondsPerTick) + (wait % NanosecondsPerTick == 0 ? 0 : 1));
        return claim.Kind switch
        {
            AdmissionClaimKind.Switch => AdmissionDecision.Refuse(index, null, 0, _switches[claim.Key]),
            AdmissionClaimKind.Rate => AdmissionDecision.Refuse(index, retryAfter, MemoryRate.Ahead((MemoryRate?)counter, now)),
            AdmissionClaimKind.Concurrency => AdmissionDecision.Refuse(index, retryAfter, ((MemoryPlaces?)counter)?.Taken ?? 0),
            _ => AdmissionDecision.Refuse(index, retryAfter, MemoryQuota.Standing((MemoryQuota?)counter)),
        };
    }

    private AdmissionDecision Take(AdmissionRequest request, AdmissionClaim[] claims, MemoryCounter?[] counters, long now, long utc)
    {
        AdmissionMark[] marks = new AdmissionMark[claims.Length];
        bool holds = false;
        for (int index = 0; index < claims.Length; index++)
        {
            ref readonly AdmissionClaim claim = ref claims[index];
            if (claim.Kind == AdmissionClaimKind.Switch)
            {
                continue;
            }

            holds = true;
            switch (claim.Kind)
            {
                case AdmissionClaimKind.Rate:
                    marks[index] = ((MemoryRate)(counters[index] ??= Counter<MemoryRate>(claim.Key))).Take(now, claim.Amount);
                    break;
                case AdmissionClaimKind.Concurrency:
                    marks[index] = ((MemoryPlaces)(counters[index] ??= Counter<MemoryPlaces>(claim.Key))).Take();
                    break;
                default:
                    marks[index] = ((MemoryQuota)(counters[index] ??= Counter<MemoryQuota>(claim.Key))).Take(claim.Window, utc, claim.Amount);
                    break;
            }
        }

        if (holds)
        {
            _reservations.Add(new MemoryReservation(request, claims, marks, counters) { Expires = Later(now, request.Expiry) });
        }

        return AdmissionDecision.Grant(marks);
    }

    private T Counter<T>(string key)
        where T : MemoryCounter, new()
    {
        ref MemoryCounter? counter = ref CollectionsMarshal.GetValueRefOrAddDefault(_counters, key, out _);
        counter ??= new T();
        return (T)counter;
    }

    // Sweeps before anything is looked up: an idle counter that a reservation has in hand must not go. As many steps as counters came
    // since the last time, so that each new counter pays for two.
    private long Begin()
    {
        long now = Now();
        _reservations.Expire(now);
        if (_counters.Count >= _sweepAt)
        {
            Sweep(now);
        }

        return now;
    }

    private void Sweep(long now)
    {
        long utc = Utc();
        foreach ((string key, MemoryCounter counter) in _counters)
        {
            if (counter.IsIdle(now, utc))
            {
                _counters.Remove(key);
            }
        }

        _sweepAt = Math.Max(SweepFrom, 2 * _counters.Count);
    }

    private long Now() => timeProvider.GetElapsedTime(_origin).Ticks * NanosecondsPerTick;

    private long Utc() => QuotaSlots.Micros(timeProvider.GetUtcNow().UtcDateTime);
}

using System.Collections.Concurrent;

namespace Router.Admission;

/// <summary>Remembers which rates a store refused and until when, so that a used-up limit costs no call to the store. Thread-safe.</summary>
internal sealed class RefusedRates(TimeProvider timeProvider)
{
    private const int Remembered = 4096;

    private readonly long _origin = timeProvider.GetTimestamp();
    private readonly ConcurrentDictionary<string, Refused> _refused = new();
    private long _returns;

    /// <summary>How often something was given back so far; read before a store is asked.</summary>
    internal long Returns => Volatile.Read(ref _returns);

    /// <summary>Remembers a refusal, unless something was given back since: then the store may have decided without it.</summary>
    internal void Add(in AdmissionClaim claim, TimeSpan? retryAfter, long returns)
    {
        if (claim.Kind != AdmissionClaimKind.Rate || retryAfter is not { } wait)
        {
            return;
        }

        if (_refused.Count >= Remembered)
        {
            _refused.Clear();
        }

        Refused refused = new(Now + wait, claim.Amount, claim.Limit);
        _refused[claim.Key] = refused;

        // After the writing: whoever gives back counts first and takes out then, so that one of the two sees the other.
        if (Interlocked.Read(ref _returns) != returns)
        {
            _refused.TryRemove(new KeyValuePair<string, Refused>(claim.Key, refused));
        }
    }

    /// <summary>The first claim that is known to be refused still, and how long; -1 for none.</summary>
    internal int Find(AdmissionClaim[] claims, out TimeSpan retryAfter)
    {
        retryAfter = default;
        if (_refused.IsEmpty)
        {
            return -1;
        }

        TimeSpan now = Now;
        for (int index = 0; index < claims.Length; index++)
        {
            ref readonly AdmissionClaim claim = ref claims[index];
            if (claim.Kind != AdmissionClaimKind.Rate || !_refused.TryGetValue(claim.Key, out Refused refused))
            {
                continue;
            }

            if (now >= refused.Until)
            {
                _refused.TryRemove(new KeyValuePair<string, Refused>(claim.Key, refused));
            }
            else if (claim.Amount >= refused.Amount && claim.Limit == refused.Limit)
            {
                retryAfter = refused.Until - now;
                return index;
            }
        }

        return -1;
    }

    /// <summary>Forgets the rates that a settlement gives something back to.</summary>
    internal void Forget(IReadOnlyList<SettledClaim> claims)
    {
        foreach (SettledClaim claim in claims)
        {
            if (claim.Claim.Kind == AdmissionClaimKind.Rate && claim.Actual < claim.Claim.Amount)
            {
                Interlocked.Increment(ref _returns);
                _refused.TryRemove(claim.Claim.Key, out _);
            }
        }
    }

    private TimeSpan Now => timeProvider.GetElapsedTime(_origin);

    private readonly record struct Refused(TimeSpan Until, long Amount, long Limit);
}

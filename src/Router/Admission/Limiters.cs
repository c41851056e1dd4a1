using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace Router.Admission;

/// <summary>Asks the application's own limiters. What they throw refuses, and harms nothing else.</summary>
internal sealed class Limiters(AdmissionLimiters? configured, ILogger logger)
{
    internal bool IsEmpty => configured is null;

    /// <summary>Asks those that stand for the scopes; null where none refuses.</summary>
    internal AdmissionRefusal? Acquire(AdmissionScopes scopes, out RateLimitLease? first, out RateLimitLease? second)
    {
        (first, second) = (null, null);
        if (configured is null)
        {
            return null;
        }

        if (scopes.Provider is { } provider && configured.Providers.TryGetValue(provider, out RateLimiter? limiter))
        {
            first = Ask(() => limiter.AttemptAcquire());
            if (first is not { IsAcquired: true })
            {
                return Refuse(provider, ref first);
            }
        }

        if (configured.All is { } all)
        {
            second = Ask(() => all.AttemptAcquire(scopes));
            if (second is not { IsAcquired: true })
            {
                Release(first);
                first = null;
                return Refuse(null, ref second);
            }
        }

        return null;
    }

    internal static void Release(RateLimitLease? lease)
    {
        try
        {
            lease?.Dispose();
        }
        // An application's limiter must not end a request that is over.
        catch (Exception)
        {
            // It has what it is due: the lease was handed back.
        }
    }

    private RateLimitLease? Ask(Func<RateLimitLease> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception exception)
        {
            logger.LimiterFailed(exception.GetType().Name);
            return null;
        }
    }

    private AdmissionRefusal Refuse(string? provider, ref RateLimitLease? lease)
    {
        TimeSpan? wait = RetryAfterOf(lease);
        Release(lease);
        lease = null;
        return RefusalText.Limiter(provider, wait);
    }

    private TimeSpan? RetryAfterOf(RateLimitLease? lease)
    {
        try
        {
            return lease is not null && lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : null;
        }
        catch (Exception exception)
        {
            logger.LimiterFailed(exception.GetType().Name);
            return null;
        }
    }
}

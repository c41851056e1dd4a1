using Router.Resilience;

namespace Router.Admission;

/// <summary>
/// What is known of one limit at a provider: how much of it is used, in units that run off with time. Not thread-safe: its owner locks.
/// </summary>
internal sealed class LearnedBucket
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private double _limit;
    private double _perSecond;
    private double _level;
    private TimeSpan _levelAt;
    private TimeSpan _blockedUntil;
    private TimeSpan _heardAt;

    // What the provider itself told of last, run off since: refunds do not go below it.
    private double _told;

    /// <summary>Takes what an answer told. It only tightens: what is left is never taken for more than it was, but for time and a larger limit.</summary>
    internal void Observe(TimeSpan now, long? limit, long? remaining, TimeSpan? reset)
    {
        RunOff(now);
        if (remaining is <= 0 && reset is { } wait && wait > TimeSpan.Zero)
        {
            _heardAt = now;
            TimeSpan until = TimeSpans.Add(now, wait);
            _blockedUntil = until > _blockedUntil ? until : _blockedUntil;
        }

        if (limit is not > 0)
        {
            return;
        }

        _heardAt = now;
        double used = remaining is { } left ? Math.Clamp(limit.Value - left, 0, limit.Value) : 0;
        _limit = limit.Value;
        _perSecond = used > 0 && reset is { } time && time > TimeSpan.Zero ? used / time.TotalSeconds : limit.Value / 60d;
        _told = Math.Max(_told, used);
        _level = Math.Max(_level, used);
    }

    /// <summary>How long until an amount fits; zero where it fits now.</summary>
    internal TimeSpan Wait(TimeSpan now, double amount)
    {
        RunOff(now);
        TimeSpan blocked = _blockedUntil > now ? _blockedUntil - now : TimeSpan.Zero;
        double over = _limit > 0 ? _level + Math.Min(amount, _limit) - _limit : 0;
        if (over <= 1e-6)
        {
            return blocked;
        }

        TimeSpan full = TimeSpan.FromSeconds(Math.Min(over / _perSecond, TimeSpan.FromDays(1).TotalSeconds));
        return full > blocked ? full : blocked;
    }

    /// <summary>Takes an amount; answers how much of it was counted.</summary>
    internal double Take(double amount)
    {
        if (_limit <= 0)
        {
            return 0;
        }

        double taken = Math.Min(amount, _limit);
        _level += taken;
        return taken;
    }

    internal void Return(TimeSpan now, double amount)
    {
        RunOff(now);
        _level = Math.Max(_told, _level - amount);
    }

    private void RunOff(TimeSpan now)
    {
        double gone = Math.Max(0, (now - _levelAt).TotalSeconds) * _perSecond;
        _levelAt = now;
        _level = Math.Max(0, _level - gone);
        _told = Math.Max(0, _told - gone);
        if (_limit > 0 && now - _heardAt > Kept)
        {
            _limit = _level = _told = _perSecond = 0;
        }
    }
}

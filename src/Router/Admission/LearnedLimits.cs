using System.Collections.Concurrent;
using Router.Adapters;
using Router.Resilience;

namespace Router.Admission;

/// <summary>
/// What the answers of one provider tell of its limits, for each of its models. It only tightens what this process lets through, and knows
/// nothing of models that were never answered for. Thread-safe.
/// </summary>
internal sealed class LearnedLimits(MonotonicClock clock) : IRateLimitObserver
{
    private const int Remembered = 1024;

    private readonly ConcurrentDictionary<string, Buckets> _models = new(StringComparer.Ordinal);

    public void Observe(ModelReference model, RateLimitObservation observation)
    {
        if (model is null || observation is null)
        {
            return;
        }

        if (_models.Count >= Remembered)
        {
            _models.Clear();
        }

        Buckets buckets = _models.GetOrAdd(model.Model, static _ => new Buckets());
        lock (buckets.Gate)
        {
            TimeSpan now = clock.Now;
            buckets.Requests.Observe(now, observation.RequestLimit, observation.RequestsRemaining, observation.RequestsReset);
            buckets.Tokens.Observe(now, observation.TokenLimit, observation.TokensRemaining, observation.TokensReset);
        }
    }

    /// <summary>Takes one request and its tokens; null with a wait where the provider would refuse them.</summary>
    internal LearnedTaking? TryTake(string model, long tokens, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (!_models.TryGetValue(model, out Buckets? buckets))
        {
            return new LearnedTaking();
        }

        lock (buckets.Gate)
        {
            TimeSpan now = clock.Now;
            TimeSpan requests = buckets.Requests.Wait(now, 1);
            TimeSpan forTokens = buckets.Tokens.Wait(now, tokens);
            wait = requests > forTokens ? requests : forTokens;
            return wait > TimeSpan.Zero
                ? null
                : new LearnedTaking { Buckets = buckets, Requests = buckets.Requests.Take(1), Tokens = buckets.Tokens.Take(tokens) };
        }
    }

    /// <summary>Returns what was not used.</summary>
    internal void Settle(in LearnedTaking taking, int requests, long tokens)
    {
        if (taking.Buckets is not { } buckets)
        {
            return;
        }

        lock (buckets.Gate)
        {
            TimeSpan now = clock.Now;
            buckets.Requests.Return(now, Math.Max(0, taking.Requests - Math.Max(0, requests)));
            buckets.Tokens.Return(now, Math.Max(0, taking.Tokens - Math.Max(0, tokens)));
        }
    }

    internal sealed class Buckets
    {
        internal Lock Gate { get; } = new();

        internal LearnedBucket Requests { get; } = new();

        internal LearnedBucket Tokens { get; } = new();
    }
}

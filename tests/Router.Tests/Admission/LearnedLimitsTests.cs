using Router.Adapters;
using Router.Admission;
using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Admission;

public sealed class LearnedLimitsTests
{
    private static readonly ModelReference Model = new("m");

    private readonly ManualTimeProvider _clock = new();
    private readonly LearnedLimits _limits;

    public LearnedLimitsTests() => _limits = new LearnedLimits(new MonotonicClock(_clock));

    [Fact]
    public void Nothing_told_is_no_limit() => Takes(1_000_000).Should().Be(TimeSpan.Zero);

    [Fact]
    public void Tokens_that_are_left_are_let_through_and_run_back_at_the_told_pace()
    {
        Tell(tokenLimit: 1000, tokensLeft: 400, tokensReset: TimeSpan.FromSeconds(60));
        Takes(400).Should().Be(TimeSpan.Zero);
        Takes(100).Should().Be(TimeSpan.FromSeconds(10), "600 come back in a minute");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Takes(100).Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void More_left_than_was_thought_does_not_loosen_and_a_larger_limit_does()
    {
        Tell(tokenLimit: 1000, tokensLeft: 0, tokensReset: null);
        Tell(tokenLimit: 1000, tokensLeft: 900, tokensReset: null);
        Takes(100).Should().BePositive();
        Tell(tokenLimit: 2000, tokensLeft: 1000, tokensReset: null);
        Takes(1000).Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void None_left_is_refused_until_the_reset()
    {
        _limits.Observe(Model, new RateLimitObservation { RequestsRemaining = 0, RequestsReset = TimeSpan.FromSeconds(7) });
        Takes(1).Should().Be(TimeSpan.FromSeconds(7));
        _clock.Advance(TimeSpan.FromSeconds(7));
        Takes(1).Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void What_was_not_used_comes_back_but_not_what_the_provider_counted()
    {
        Tell(tokenLimit: 1000, tokensLeft: 1000, tokensReset: null);
        LearnedTaking taking = _limits.TryTake("m", 800, out _)!.Value;
        Tell(tokenLimit: 1000, tokensLeft: 500, tokensReset: null);
        _limits.Settle(taking, 1, 0);
        Takes(501).Should().BePositive();
        Takes(500).Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void An_estimate_beyond_the_limit_waits_for_all_of_it()
    {
        Tell(tokenLimit: 1000, tokensLeft: 1000, tokensReset: null);
        Takes(50_000).Should().Be(TimeSpan.Zero);
        Takes(50_000).Should().BeCloseTo(TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void What_is_old_is_forgotten()
    {
        Tell(tokenLimit: 1, tokensLeft: 0, tokensReset: TimeSpan.FromDays(1));
        _clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        for (int index = 0; index < 100; index++)
        {
            Takes(1000).Should().Be(TimeSpan.Zero);
        }
    }

    [Fact]
    public void Nonsense_harms_nothing()
    {
        Random random = new(3);
        for (int index = 0; index < 5000; index++)
        {
            Tell(Number(random), Number(random), random.Next(3) == 0 ? null : TimeSpan.FromTicks(Number(random) ?? 0));
            TimeSpan wait = Takes(Number(random) ?? 0);
            wait.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero);
            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(1000)));
        }
    }

    private static long? Number(Random random) => random.Next(6) switch
    {
        0 => null,
        1 => long.MaxValue,
        2 => long.MinValue,
        3 => 0,
        _ => random.Next(-5, 5000),
    };

    private void Tell(long? tokenLimit, long? tokensLeft, TimeSpan? tokensReset) => _limits.Observe(
        Model, new RateLimitObservation { TokenLimit = tokenLimit, TokensRemaining = tokensLeft, TokensReset = tokensReset });

    private TimeSpan Takes(long tokens)
    {
        bool taken = _limits.TryTake("m", tokens, out TimeSpan wait) is not null;
        taken.Should().Be(wait == TimeSpan.Zero);
        return wait;
    }
}

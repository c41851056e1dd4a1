using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Resilience;

public sealed class HealthRampTests
{
    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(90);
    private static readonly HealthConfig Config = new() { MinimumThroughput = 4, RampDuration = Ramp, BreakDuration = TimeSpan.FromSeconds(15) };

    private readonly ManualTimeProvider _clock = new();
    private readonly MonotonicClock _monotonic;
    private readonly HealthTracker _tracker;

    public HealthRampTests()
    {
        _monotonic = new MonotonicClock(_clock);
        _tracker = new HealthTracker(Config, _monotonic);
    }

    [Fact]
    public void A_target_that_was_never_away_has_its_whole_share()
    {
        _tracker.Share.Should().Be(1);
        _tracker.Succeed(0);
        Fail(new Failure(FailureClass.Transient));
        _tracker.Share.Should().Be(1, "one failure sends nobody away");
    }

    [Fact]
    public void The_share_grows_from_a_tenth_from_the_moment_the_cool_down_lapses()
    {
        Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(10) });
        _tracker.Share.Should().Be(1, "who is shut is skipped anyway");
        _clock.Advance(TimeSpan.FromSeconds(10));
        _tracker.Share.Should().BeApproximately(0.1, 1e-6);
        _clock.Advance(Ramp / 3);
        _tracker.Share.Should().BeApproximately(0.4, 1e-6);
        _tracker.Succeed(0);
        _tracker.Share.Should().BeApproximately(0.4, 1e-6, "it goes by time");
        _clock.Advance(Ramp / 3);
        _tracker.Share.Should().BeApproximately(0.7, 1e-6);
        _clock.Advance(Ramp / 3);
        _tracker.Share.Should().Be(1);
        _clock.Advance(TimeSpan.FromDays(100));
        _tracker.Share.Should().Be(1);
    }

    [Fact]
    public void After_a_break_the_ramp_begins_with_the_probes_success_and_the_probe_does_not_wait_for_it()
    {
        Break();
        _clock.Advance(Config.BreakDuration + Ramp);
        _tracker.Share.Should().Be(1, "the probe is due");
        _tracker.TryEnter(out long probe).Should().Be(HealthState.Probe);
        _tracker.Share.Should().Be(1);
        _tracker.Succeed(probe);
        _tracker.Share.Should().BeApproximately(0.1, 1e-6);
        _clock.Advance(Ramp / 2);
        _tracker.Share.Should().BeApproximately(0.55, 1e-6);
    }

    [Fact]
    public void A_probe_that_fails_begins_no_ramp()
    {
        Break();
        _clock.Advance(Config.BreakDuration);
        _tracker.TryEnter(out long probe);
        _tracker.Fail(new Failure(FailureClass.Transient), probe, countable: true);
        _clock.Advance(Config.BreakDuration);
        _tracker.TryEnter(out probe).Should().Be(HealthState.Probe);
        _tracker.Succeed(probe);
        _tracker.Share.Should().BeApproximately(0.1, 1e-6);
    }

    [Fact]
    public void A_failure_that_shuts_the_target_again_begins_the_ramp_anew_at_its_return()
    {
        Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(1) });
        _clock.Advance(TimeSpan.FromSeconds(1) + (Ramp / 2));
        _tracker.Share.Should().BeApproximately(0.55, 1e-6);
        Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(1) });
        _clock.Advance(TimeSpan.FromSeconds(1));
        _tracker.Share.Should().BeApproximately(0.1, 1e-6);
    }

    [Fact]
    public void A_failure_that_merely_counts_leaves_the_ramp_alone()
    {
        Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(1) });
        _clock.Advance(TimeSpan.FromSeconds(1) + (Ramp / 2));
        Fail(new Failure(FailureClass.Transient));
        _tracker.Share.Should().BeApproximately(0.55, 1e-6);
    }

    [Fact]
    public void Without_a_duration_there_is_no_ramp_and_a_reload_may_bring_one()
    {
        _tracker.Follow(Config with { RampDuration = TimeSpan.Zero });
        Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(1) });
        _clock.Advance(TimeSpan.FromSeconds(1));
        _tracker.Share.Should().Be(1);
        _tracker.Follow(Config);
        _tracker.Share.Should().BeApproximately(0.1, 1e-6);
    }

    [Fact]
    public void A_target_has_the_smaller_of_its_own_share_and_its_providers()
    {
        HealthTracker provider = new(Config, _monotonic);
        TargetHealth first = new(provider, _tracker);
        TargetHealth second = new(provider, new HealthTracker(Config, _monotonic));
        Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(1) });
        _clock.Advance(TimeSpan.FromSeconds(1));
        first.Share.Should().BeApproximately(0.1, 1e-6);
        second.Share.Should().Be(1);

        _clock.Advance(Ramp / 2);
        provider.Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(1) }, 0, countable: true);
        _clock.Advance(TimeSpan.FromSeconds(1));
        first.Share.Should().BeApproximately(0.1, 1e-6);
        second.Share.Should().BeApproximately(0.1, 1e-6);
    }

    private void Break()
    {
        for (int index = 0; index < Config.MinimumThroughput; index++)
        {
            Fail(new Failure(FailureClass.Transient));
        }

        _tracker.Peek().State.Should().Be(HealthState.Cooling);
    }

    private void Fail(Failure failure) => _tracker.Fail(failure, 0, countable: true);
}

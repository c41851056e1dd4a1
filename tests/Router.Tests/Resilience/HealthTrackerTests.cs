using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Resilience;

public sealed class HealthTrackerTests
{
    private static readonly HealthConfig Config = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 4,
        SamplingWindow = TimeSpan.FromSeconds(30),
        BreakDuration = TimeSpan.FromSeconds(15),
    };

    private readonly ManualTimeProvider _clock = new();
    private readonly HealthTracker _tracker;

    public HealthTrackerTests() => _tracker = new HealthTracker(Config, new MonotonicClock(_clock));

    [Fact]
    public void The_breaker_opens_on_the_share_and_not_below_the_minimum()
    {
        Fail(3);
        State.Should().Be(HealthState.Ready, "three are too few");
        Fail(1).Should().BeTrue("this one opens it");
        State.Should().Be(HealthState.Cooling);
        _tracker.Peek().Wait.Should().Be(TimeSpan.FromSeconds(15));
        _tracker.Peek().Reason.Should().Be(FailureClass.Transient);
    }

    [Fact]
    public void The_breaker_stays_closed_below_the_share()
    {
        Succeed(5);
        Fail(4);
        State.Should().Be(HealthState.Ready, "4 of 9 are less than half");
        Fail(1);
        State.Should().Be(HealthState.Cooling, "5 of 10 are half");
    }

    [Fact]
    public void A_share_that_floating_point_cannot_hold_still_counts()
    {
        HealthTracker tracker = new(Config with { FailureRatio = 0.55, MinimumThroughput = 20 }, new MonotonicClock(_clock));
        for (int index = 0; index < 9; index++)
        {
            tracker.Succeed(0);
        }

        for (int index = 0; index < 11; index++)
        {
            tracker.Fail(new Failure(FailureClass.Transient), 0, countable: true);
        }

        tracker.Peek().State.Should().Be(HealthState.Cooling, "11 of 20 are 55 %");
    }

    [Fact]
    public void What_is_older_than_the_window_is_forgotten()
    {
        Fail(3);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Fail(3);
        State.Should().Be(HealthState.Ready);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Fail(1);
        State.Should().Be(HealthState.Cooling, "the other three are still within it");
    }

    [Fact]
    public void A_failure_that_was_counted_already_counts_no_more()
    {
        for (int index = 0; index < 20; index++)
        {
            _tracker.Fail(new Failure(FailureClass.Transient), 0, countable: false);
        }

        State.Should().Be(HealthState.Ready);
    }

    [Fact]
    public void A_later_cool_down_never_shortens_an_earlier()
    {
        Limit(60).Should().BeTrue();
        Limit(5).Should().BeFalse("it is shut already");
        _tracker.Peek().Wait.Should().Be(TimeSpan.FromSeconds(60));
        Limit(90);
        _tracker.Peek().Wait.Should().Be(TimeSpan.FromSeconds(90), "a longer one lengthens it");
    }

    [Fact]
    public void A_lapsed_cool_down_of_a_rate_limit_needs_no_probe()
    {
        Limit(5);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _tracker.TryEnter(out long first).Should().Be(HealthState.Ready);
        _tracker.TryEnter(out long second).Should().Be(HealthState.Ready);
        (first, second).Should().Be((0, 0));
    }

    [Theory]
    [InlineData(FailureClass.Credential)]
    [InlineData(FailureClass.QuotaExhausted)]
    [InlineData(FailureClass.ModelGone)]
    public void A_long_cool_down_ends_with_a_probe(FailureClass failureClass)
    {
        _tracker.Fail(new Failure(failureClass), 0, countable: false);
        _clock.Advance(Config.LongCooldown);
        State.Should().Be(HealthState.Probe);
    }

    [Fact]
    public void Exactly_one_of_many_gets_the_probe()
    {
        HalfOpen();
        long[] probes = new long[100];
        HealthState[] states = new HealthState[100];
        Parallel.For(0, 100, index => states[index] = _tracker.TryEnter(out probes[index]));

        states.Count(state => state == HealthState.Probe).Should().Be(1);
        states.Count(state => state == HealthState.ProbeInFlight).Should().Be(99);
        probes.Count(probe => probe != 0).Should().Be(1);
    }

    [Fact]
    public void A_probe_that_succeeds_closes_and_forgets_the_old_failures()
    {
        long probe = Open();
        _tracker.Succeed(probe);
        State.Should().Be(HealthState.Ready);
        Fail(3);
        State.Should().Be(HealthState.Ready, "the window began anew");
    }

    [Fact]
    public void A_probe_that_fails_opens_again()
    {
        long probe = Open();
        _tracker.Fail(new Failure(FailureClass.Transient), probe, countable: false).Should().BeTrue();
        _tracker.Peek().Wait.Should().Be(TimeSpan.FromSeconds(15));
        _clock.Advance(TimeSpan.FromSeconds(15));
        State.Should().Be(HealthState.Probe, "and the next probe has its turn");
    }

    [Fact]
    public void A_probe_that_is_rate_limited_cools_and_still_needs_a_probe()
    {
        long probe = Open();
        _tracker.Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(3) }, probe, countable: false);
        _clock.Advance(TimeSpan.FromSeconds(3));
        State.Should().Be(HealthState.Probe);
    }

    [Fact]
    public void A_probe_that_is_returned_leaves_room_for_another()
    {
        long probe = Open();
        _tracker.Release(probe);
        State.Should().Be(HealthState.Probe);
    }

    [Fact]
    public void Late_outcomes_of_old_requests_neither_close_nor_free_an_open_circuit()
    {
        Fail(4);
        Succeed(10);
        State.Should().Be(HealthState.Cooling);
        _clock.Advance(TimeSpan.FromSeconds(15));
        Succeed(10);
        _tracker.TryEnter(out _).Should().Be(HealthState.Probe);
        Succeed(10);
        _tracker.Release(0);
        State.Should().Be(HealthState.ProbeInFlight, "the probe alone decides");
    }

    [Fact]
    public void Late_failures_of_old_requests_do_not_lengthen_an_open_circuit()
    {
        Fail(4);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Fail(10).Should().BeFalse();
        _tracker.Peek().Wait.Should().Be(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(5));
        _tracker.TryEnter(out long probe).Should().Be(HealthState.Probe);
        Fail(10);
        _tracker.Succeed(probe);
        State.Should().Be(HealthState.Ready, "the probe alone decides");
    }

    [Fact]
    public void A_probe_whose_reader_lingers_gives_way_to_another_after_one_break()
    {
        long slow = Open();
        _clock.Advance(TimeSpan.FromHours(1));
        State.Should().Be(HealthState.ProbeInFlight, "it has not answered yet, and has timers of its own");
        _tracker.Begin(slow);
        _clock.Advance(TimeSpan.FromSeconds(14));
        State.Should().Be(HealthState.ProbeInFlight);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _tracker.TryEnter(out long next).Should().Be(HealthState.Probe);

        _tracker.Succeed(slow);
        _tracker.Release(slow);
        State.Should().Be(HealthState.ProbeInFlight, "the new probe decides now");
        _tracker.Succeed(next);
        State.Should().Be(HealthState.Ready);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(0)]
    [InlineData(0.05)]
    public void A_stated_wait_has_a_floor(double seconds)
    {
        Limit(seconds);
        _tracker.Peek().Wait.Should().Be(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void An_endless_wait_does_not_overflow()
    {
        _clock.Advance(TimeSpan.FromDays(1));
        _tracker.Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.MaxValue }, 0, countable: false);
        State.Should().Be(HealthState.Cooling);
    }

    private HealthState State => _tracker.Peek().State;

    private bool Fail(int times)
    {
        bool shut = false;
        for (int index = 0; index < times; index++)
        {
            shut = _tracker.Fail(new Failure(FailureClass.Transient), 0, countable: true);
        }

        return shut;
    }

    private void Succeed(int times)
    {
        for (int index = 0; index < times; index++)
        {
            _tracker.Succeed(0);
        }
    }

    private bool Limit(double seconds) =>
        _tracker.Fail(new Failure(FailureClass.RateLimited) { RetryAfter = TimeSpan.FromSeconds(seconds) }, 0, countable: false);

    private void HalfOpen()
    {
        Fail(4);
        _clock.Advance(TimeSpan.FromSeconds(15));
        State.Should().Be(HealthState.Probe);
    }

    private long Open()
    {
        HalfOpen();
        _tracker.TryEnter(out long probe).Should().Be(HealthState.Probe);
        return probe;
    }
}

using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

public sealed class TargetStatisticsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TargetStatistics _statistics;

    public TargetStatisticsTests() => _statistics = new TargetStatistics(new MonotonicClock(_clock));

    [Fact]
    public void An_average_is_told_from_the_third_answer_on()
    {
        Answer(100, 200);
        _statistics.TimeToFirstOutput.Should().BeNull();
        Answer(600);
        _statistics.TimeToFirstOutput.Should().Be(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void An_answer_loses_half_its_weight_in_a_half_life()
    {
        Answer(400, 400, 400);
        _clock.Advance(TargetStatistics.HalfLife);
        Answer(100);
        _statistics.TimeToFirstOutput!.Value.TotalMilliseconds.Should().BeApproximately(((1.5 * 400) + 100) / 2.5, 0.01);
        _clock.Advance(TargetStatistics.HalfLife * 2);
        _statistics.TimeToFirstOutput!.Value.TotalMilliseconds.Should().BeApproximately(280, 0.01, "silence alone changes no average");
    }

    [Fact]
    public void Ten_minutes_after_the_last_answer_the_average_is_forgotten()
    {
        Answer(400, 400, 400);
        _clock.Advance(TargetStatistics.Memory - TimeSpan.FromTicks(10));
        _statistics.TimeToFirstOutput.Should().NotBeNull();
        _statistics.WantsTrial.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(20));
        _statistics.TimeToFirstOutput.Should().BeNull();
        _statistics.WantsTrial.Should().BeTrue();
        Answer(10, 10);
        _statistics.TimeToFirstOutput.Should().BeNull("it is learned anew");
        Answer(10);
        _statistics.TimeToFirstOutput!.Value.TotalMilliseconds.Should().BeApproximately(10, 0.001);
    }

    [Fact]
    public void A_percentile_is_told_from_the_twentieth_answer_on()
    {
        Answer([.. Enumerable.Range(1, 19)]);
        _statistics.Percentile(0.5).Should().BeNull();
        Answer(20);
        _statistics.Percentile(0.5).Should().Be(TimeSpan.FromMilliseconds(10));
        _statistics.Percentile(0.95).Should().Be(TimeSpan.FromMilliseconds(19));
        _statistics.Percentile(0.951).Should().Be(TimeSpan.FromMilliseconds(20));
        _statistics.Percentile(0).Should().Be(TimeSpan.FromMilliseconds(1));
        _statistics.Percentile(1).Should().Be(TimeSpan.FromMilliseconds(20));
        _statistics.Percentile(7).Should().Be(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void A_percentile_is_of_the_last_128_answers_in_any_order()
    {
        Answer([.. Enumerable.Repeat(9_999, 50)]);
        Answer([.. Enumerable.Range(1, 128).Reverse()]);
        _statistics.Percentile(1).Should().Be(TimeSpan.FromMilliseconds(128), "the first ones are pushed out");
        _statistics.Percentile(0.5).Should().Be(TimeSpan.FromMilliseconds(64));
    }

    [Fact]
    public void What_was_given_up_counts_as_slow_and_proves_nothing()
    {
        Answer([.. Enumerable.Repeat(100, 19)]);
        _statistics.GaveUp(TimeSpan.FromSeconds(10));
        _statistics.Percentile(1).Should().Be(TimeSpan.FromSeconds(10));
        _statistics.TimeToFirstOutput!.Value.TotalMilliseconds.Should().BeApproximately(((19 * 100) + 10_000) / 20.0, 0.01);

        TargetStatistics dead = new(new MonotonicClock(_clock));
        dead.Begin();
        dead.Begin();
        dead.Begin();
        dead.WantsTrial.Should().BeFalse();
        dead.GaveUp(TimeSpan.FromSeconds(10));
        dead.WantsTrial.Should().BeFalse("it has not answered");
    }

    [Fact]
    public void Odd_times_do_no_harm()
    {
        _statistics.Answered(TimeSpan.FromSeconds(-5));
        _statistics.Answered(TimeSpan.Zero);
        _statistics.Answered(TimeSpan.Zero);
        _statistics.TimeToFirstOutput.Should().Be(TimeSpan.Zero);
        _statistics.Answered(TimeSpan.MaxValue);
        _statistics.Answered(TimeSpan.MaxValue);
        _statistics.TimeToFirstOutput.Should().BePositive();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Many_at_once_lose_no_count_and_read_no_nonsense(int seed)
    {
        const int Callers = 8;
        const int Attempts = 4_000;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() =>
        {
            Random random = new((seed * 100) + caller);
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                _statistics.Begin();
                _statistics.InFlight.Should().BeInRange(1, Callers);
                switch (random.Next(4))
                {
                    case 0:
                        _statistics.GaveUp(TimeSpan.FromMilliseconds(200));
                        break;
                    case 1:
                        _clock.Advance(TimeSpan.FromMilliseconds(random.Next(100)));
                        break;
                    default:
                        _statistics.Answered(TimeSpan.FromMilliseconds(random.Next(100, 200)));
                        break;
                }

                InRange(_statistics.TimeToFirstOutput);
                InRange(_statistics.Percentile(random.NextDouble()));
                _ = _statistics.WantsTrial;
                _statistics.End();
            }
        })));
        _statistics.InFlight.Should().Be(0);
        _statistics.TimeToFirstOutput.Should().NotBeNull();

        static void InRange(TimeSpan? time)
        {
            if (time is { } known && (known.TotalMilliseconds < 99.999 || known.TotalMilliseconds > 200.001))
            {
                throw new InvalidOperationException($"No answer took {known}.");
            }
        }
    }

    private void Answer(params ReadOnlySpan<int> milliseconds)
    {
        foreach (int time in milliseconds)
        {
            _statistics.Answered(TimeSpan.FromMilliseconds(time));
        }
    }
}

using Router.Tokens;

namespace Router.Tests.Tokens;

public sealed class TokenCalibrationTests
{
    private readonly TokenCalibration _calibration = new();

    [Fact]
    public void Nothing_learned_changes_nothing()
    {
        _calibration.Correct(1_234).Should().Be(1_234);
        _calibration.Correct(0).Should().Be(0);
        _calibration.Correct(-5).Should().Be(0);
    }

    [Fact]
    public void A_steady_ratio_is_learned_within_a_few_answers_and_rounded_up()
    {
        for (int i = 0; i < 3; i++)
        {
            _calibration.Learn(1_000, 1_300);
        }

        _calibration.Ratio.Should().BeInRange(1.2, 1.3);
        for (int i = 0; i < 100; i++)
        {
            _calibration.Learn(1_000, 1_300);
        }

        _calibration.Ratio.Should().BeApproximately(1.3, 0.001);
        _calibration.Correct(3).Should().Be(4);
    }

    [Fact]
    public void The_first_answer_counts_half()
    {
        _calibration.Learn(1_000, 1_400);
        _calibration.Ratio.Should().BeApproximately(1.2, 0.0001);
    }

    [Fact]
    public void One_answer_out_of_line_moves_little()
    {
        for (int i = 0; i < 50; i++)
        {
            _calibration.Learn(1_000, 1_000);
        }

        _calibration.Learn(1_000, 1_000_000);
        _calibration.Ratio.Should().BeApproximately(1.1, 0.001);
        _calibration.Learn(1_000_000, 1);
        _calibration.Ratio.Should().BeInRange(1.04, 1.1);
    }

    [Fact]
    public void A_small_request_says_less_than_a_large_one()
    {
        _calibration.Learn(8, 16);
        _calibration.Ratio.Should().BeApproximately(1.0625, 0.0001);
    }

    [Theory]
    [InlineData(1_000, long.MaxValue, 4)]
    [InlineData(long.MaxValue, 1, 0.25)]
    public void The_ratio_stays_within_a_quarter_and_four(long estimate, long counted, double bound)
    {
        for (int i = 0; i < 500; i++)
        {
            _calibration.Learn(estimate, counted);
        }

        _calibration.Ratio.Should().BeApproximately(bound, 0.001).And.BeInRange(0.25, 4);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(-1, 5)]
    [InlineData(5, -1)]
    public void What_was_not_estimated_or_not_counted_tells_nothing(long estimate, long counted)
    {
        _calibration.Learn(estimate, counted);
        _calibration.Ratio.Should().Be(1);
    }

    [Fact]
    public void The_greatest_estimate_stays_a_number()
    {
        _calibration.Learn(1_000, 4_000);
        _calibration.Correct(long.MaxValue).Should().Be(long.MaxValue);
    }

    [Fact]
    public void An_answer_takes_its_cap_or_else_what_answers_took_and_half_as_much_again()
    {
        _calibration.ExpectedOutput(200).Should().Be(200);
        _calibration.ExpectedOutput(-1).Should().Be(0);
        _calibration.ExpectedOutput(null).Should().Be(1_024);
        _calibration.LearnOutput(2_000);
        _calibration.ExpectedOutput(null).Should().Be(3_000);
        _calibration.ExpectedOutput(200).Should().Be(200);
        for (int i = 0; i < 200; i++)
        {
            _calibration.LearnOutput(10);
        }

        _calibration.ExpectedOutput(null).Should().Be(1_024);
        _calibration.LearnOutput(-1);
        _calibration.LearnOutput(long.MaxValue);
        _calibration.ExpectedOutput(null).Should().BeInRange(1_024, 160_000);
    }

    [Fact]
    public void One_answer_of_a_length_out_of_line_is_not_held_for_every_request_after_it()
    {
        _calibration.LearnOutput(long.MaxValue);
        _calibration.ExpectedOutput(null).Should().BeLessThan(20_000);
        for (int i = 0; i < 30; i++)
        {
            _calibration.LearnOutput(100_000);
        }

        _calibration.ExpectedOutput(null).Should().BeGreaterThan(100_000, "what is always so is learned");
    }

    [Fact]
    public async Task Many_learn_at_once_and_none_is_lost()
    {
        PackedMean counter = new(0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                counter.Learn((mean, _) => mean + 1);
                _calibration.Learn(1_000, 1_500);
            }
        })));
        counter.Value.Should().Be(80_000);
        _calibration.Ratio.Should().BeApproximately(1.5, 0.001);
    }
}

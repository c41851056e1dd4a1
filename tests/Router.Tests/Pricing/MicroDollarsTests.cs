using System.Globalization;
using Router.Pricing;

namespace Router.Tests.Pricing;

public sealed class MicroDollarsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.000001", 1)]
    [InlineData("0.0000000001", 1)]
    [InlineData("0.0000010000000001", 2)]
    [InlineData("12.345678", 12_345_678)]
    [InlineData("-0.0000015", -1)]
    [InlineData("9223372036854.775807", long.MaxValue)]
    [InlineData("9223372036854.775806", long.MaxValue - 1)]
    [InlineData("9223372036854.7758061", long.MaxValue)]
    [InlineData("79228162514264337593543950335", long.MaxValue)]
    [InlineData("-79228162514264337593543950335", long.MinValue)]
    public void An_amount_is_rounded_up_to_the_next_micro_dollar(string dollars, long expected) =>
        MicroDollars.CeilingOf(decimal.Parse(dollars, CultureInfo.InvariantCulture)).Should().Be(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-7)]
    [InlineData(123_456_789)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Micro_dollars_go_to_dollars_and_back_unchanged(long amount) =>
        MicroDollars.CeilingOf(MicroDollars.ToDollars(amount)).Should().Be(amount);

    [Fact]
    public void A_micro_dollar_is_a_millionth() => MicroDollars.ToDollars(2_500_001).Should().Be(2.500001m);
}

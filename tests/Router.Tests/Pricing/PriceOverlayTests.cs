using System.Globalization;
using Router.Pricing;
using static Router.Tests.Pricing.Rows;

namespace Router.Tests.Pricing;

public sealed class PriceOverlayTests
{
    [Fact]
    public void The_digest_is_of_the_prices_and_not_of_how_or_in_what_order_they_are_written()
    {
        PriceConfig[] rows = [Row("a", "m") with { Input = 1.5m }, Row("b", "m") with { Output = 0.000011m }];
        string digest = new PriceOverlay(rows).Digest;

        digest.Should().Be("6460e23d", "reports of last year are compared with it");
        new PriceOverlay([rows[1], rows[0]]).Digest.Should().Be(digest);
        new PriceOverlay([rows[0] with { Input = 1.500m, Provider = "A" }, rows[1]]).Digest.Should().Be(digest);
        new PriceOverlay([rows[0] with { Input = 1.51m }, rows[1]]).Digest.Should().NotBe(digest);
        new PriceOverlay([rows[0] with { Input = null, CachedInput = 1.5m }, rows[1]]).Digest.Should().NotBe(digest);
        new PriceOverlay([rows[0] with { Model = "n" }, rows[1]]).Digest.Should().NotBe(digest);
        new PriceOverlay([rows[0]]).Digest.Should().NotBe(digest);
    }

    [Fact]
    public void The_digest_does_not_depend_on_the_culture()
    {
        PriceConfig[] rows = [Row("a", "m") with { Input = 1.5m }];
        string digest = new PriceOverlay(rows).Digest;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            new PriceOverlay(rows).Digest.Should().Be(digest);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_fault_is_told_with_its_row_and_member()
    {
        PriceConfig[] rows =
        [
            Row("a", "m") with { Input = -1, Second = 1_000_001 },
            Row("A", "M") with { Input = 1 },
            Row("a", "n"),
            Row("b", "m") with { Input = 0, Request = PriceOverlay.Highest },
        ];
        PriceOverlay.Faults(rows).Select(fault => (fault.Row, fault.Member)).Should().Equal((0, "input"), (0, "second"), (1, "model"), (2, ""));
        PriceOverlay.Faults(rows).First().Message.Should().Be("'input' is -1; a price is from 0 to 1000000 US dollars.");
        FluentActions.Invoking(() => new PriceOverlay(rows)).Should().Throw<ArgumentException>().WithMessage("prices[0]: 'input' is -1*");
    }
}

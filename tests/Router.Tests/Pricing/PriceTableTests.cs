using Router.Pricing;
using static Router.Tests.Pricing.Rows;

namespace Router.Tests.Pricing;

public sealed class PriceTableTests
{
    private static readonly PriceTable Table = new(
        new PriceList
        {
            Version = "2026-01-01.1",
            Prices =
            [
                Entry("openai", "gpt-4o", 2.5m),
                Entry("openai", "gpt-4o-2024-05-13", 5m),
                Entry("replicate", "owner/name", 7m),
                Entry("replicate", "owner/name:abc", 8m),
                Entry("workers-ai", "*", 9m),
                Entry("workers-ai", "@cf/m", 10m),
            ],
        },
        []);

    [Theory]
    [InlineData("openai", "gpt-4o", null, 2.5)]
    [InlineData("OpenAI", "GPT-4O", null, 2.5)]
    [InlineData("openai", "gpt-4o-2024-08-06", null, 2.5)]
    [InlineData("openai", "gpt-4o-2024-05-13", null, 5)]
    [InlineData("openai", "gpt-4o", "gpt-4o-2024-05-13", 5)]
    [InlineData("openai", "gpt-4o", "gpt-4o-2024-11-20", 2.5)]
    [InlineData("openai", "gpt-4o", "", 2.5)]
    [InlineData("openai", "another-name", "gpt-4o-2024-11-20", 2.5)]
    [InlineData("replicate", "owner/name", null, 7)]
    [InlineData("replicate", "owner/name", "abc", 8)]
    [InlineData("replicate", "owner/name", "def", 7)]
    [InlineData("replicate", "owner/name:abc", null, 8)]
    [InlineData("replicate", "Owner/Name:def", null, 7)]
    [InlineData("workers-ai", "@cf/m", null, 10)]
    [InlineData("workers-ai", "@cf/other", null, 9)]
    [InlineData("workers-ai", "@cf/m-2024-05-13", null, 9)]
    public void A_model_is_found_by_its_version_its_id_its_snapshots_model_or_the_star(string type, string model, string? version, double expected) =>
        Table.Find("any", type, model, version)!.Price.Input.Should().Be((decimal)expected);

    [Theory]
    [InlineData("openai", "gpt-4o-audio")]
    [InlineData("openai", "gpt-4o-2024-08")]
    [InlineData("openai", "")]
    [InlineData("replicate", "owner/other")]
    [InlineData("mine", "gpt-4o")]
    public void What_is_not_in_the_table_is_unknown(string type, string model) => Table.Find("any", type, model, null).Should().BeNull();

    [Fact]
    public void A_row_of_the_configuration_wins_as_a_whole()
    {
        PriceTable table = Table.With([Row("openai", "gpt-4o") with { Output = 3 }]);
        table.Find("any", "openai", "gpt-4o", null)!.Price.Should().Be(Row("openai", "gpt-4o") with { Output = 3 });
        table.Find("any", "openai", "gpt-4o", "gpt-4o-2024-05-13")!.Price.Output.Should().Be(3);
        table.Find("any", "workers-ai", "@cf/m", null)!.Price.Input.Should().Be(10);
    }

    [Fact]
    public void The_providers_name_comes_before_its_type_and_what_is_exact_before_the_star()
    {
        PriceTable table = Table.With(
        [
            Row("openai", "gpt-4o") with { Request = 1 },
            Row("openai", "*") with { Request = 2 },
            Row("Mine", "GPT-4o") with { Request = 3 },
            Row("yours", "*") with { Request = 4 },
            Row("openai", "gpt-4o-2024-08-06") with { Request = 5 },
        ]);
        Find("mine", "gpt-4o").Should().Be(3);
        Find("mine", "gpt-4o-2024-08-06").Should().Be(3, "the provider's own row comes first, exact or not");
        Find("mine", "other").Should().Be(2);
        Find("yours", "gpt-4o").Should().Be(4);
        Find("theirs", "gpt-4o").Should().Be(1);
        Find("theirs", "gpt-4o-2024-08-06").Should().Be(5);
        Find("theirs", "gpt-4o-2024-05-13").Should().Be(1, "a row of the configuration comes before the table's exact one");
        Find("theirs", "other").Should().Be(2);

        decimal? Find(string name, string model) => table.Find(name, "openai", model, null)!.Price.Request;
    }

    [Fact]
    public void A_price_carries_what_only_the_table_knows_and_a_row_of_the_configuration_does_not()
    {
        PriceTable.Default.Find("o", "openai", "gpt-image-1", null)!.ImageInput.Should().Be(10);
        PriceTable.Default.Find("o", "openai", "gpt-5.4", null)!.LongInput!.Input.Should().Be(5);
        ModelPrice mine = PriceTable.Default.With([Row("openai", "gpt-5.4") with { Input = 1, Output = 1 }]).Find("o", "openai", "gpt-5.4", null)!;
        (mine.LongInput, mine.ImageInput).Should().Be((null, null));
    }

    [Fact]
    public void The_version_is_the_tables_and_names_the_configurations_rows_where_there_are_any()
    {
        Table.Find("any", "openai", "gpt-4o", null)!.Version.Should().Be("2026-01-01.1");
        Table.With([]).Version.Should().Be("2026-01-01.1");

        PriceTable table = Table.With([Row("openai", "x") with { Input = 1 }]);
        table.Version.Should().MatchRegex(@"^2026-01-01\.1\+overlay:[0-9a-f]{8}\z");
        table.Find("any", "openai", "gpt-4o", null)!.Version.Should().Be(table.Version);
        table.Find("any", "openai", "x", null)!.Version.Should().Be(table.Version);
    }

    [Fact]
    public void The_next_configuration_replaces_the_last_ones_rows()
    {
        PriceTable first = Table.With([Row("openai", "x") with { Input = 1 }]);
        first.With([]).Version.Should().Be(Table.Version);
        first.With([]).Find("any", "openai", "x", null).Should().BeNull();
    }

    private static PriceEntry Entry(string type, string model, decimal input) =>
        new() { Type = type, Model = model, Input = input, Source = "s", Checked = default };
}

using Router.Catalog;
using Router.Pricing;

namespace Router.Tests.Pricing;

public sealed class PriceListTests
{
    private static readonly IReadOnlyList<PriceEntry> Entries = PriceTable.Default.Entries;

    [Fact]
    public void Every_row_has_a_source_a_date_and_a_price() => Entries.Should().NotBeEmpty().And.OnlyContain(entry =>
        entry.Source.Length > 10 && entry.Checked.Year >= 2026 && entry.Type.Length > 0 && entry.Model.Length > 0
        && Prices(entry).Any(price => price != null));

    [Fact]
    public void No_price_is_negative_or_of_another_unit()
    {
        foreach (PriceEntry entry in Entries)
        {
            foreach (decimal? tokens in (decimal?[])[entry.Input, entry.CachedInput, entry.Output, entry.Reasoning, entry.ImageInput])
            {
                (tokens is null or 0 or (>= 0.001m and <= 1_000m)).Should().BeTrue($"{entry} is for a million tokens");
            }

            (entry.Image is null or (>= 0.0001m and <= 1m)).Should().BeTrue($"{entry}");
            (entry.Second is null or (>= 0.00001m and <= 0.1m)).Should().BeTrue($"{entry}");
            (entry.Neuron is null or 0.000011m).Should().BeTrue($"{entry}: $0.011 for a thousand");
        }
    }

    [Fact]
    public void Cached_input_is_never_dearer_and_output_never_cheaper_than_seems_likely()
    {
        Entries.Should().OnlyContain(entry => entry.CachedInput == null || (entry.Input != null && entry.CachedInput < entry.Input));
        Entries.Should().OnlyContain(entry => entry.LongInput == null
            || (entry.LongInput.Input > entry.Input && entry.LongInput.Output > entry.Output && entry.LongInput.Over > 100_000));
    }

    [Fact]
    public void The_rows_pass_what_the_rows_of_a_configuration_must() =>
        PriceOverlay.Faults([.. Entries.Select(entry => entry.ToConfig())]).Should().BeEmpty();

    [Fact]
    public void The_version_is_a_day_and_a_number() => PriceTable.Default.Version.Should().MatchRegex(@"^20[0-9]{2}-[01][0-9]-[0-3][0-9]\.[0-9]+\z");

    [Fact]
    public void The_version_changes_with_the_rows()
    {
        // Whoever changes a price writes a new version, since costs are compared by it.
        string digest = new PriceOverlay([.. Entries.Select(entry => entry.ToConfig())]).Digest;
        (PriceTable.Default.Version, digest).Should().Be(("2026-11-28.1", "4a6b50ba"));
    }

    [Theory]
    [InlineData("openai", "gpt-4o-mini", "gpt-4o-mini-2024-07-18", 0.00075)]
    [InlineData("openai", "gpt-4.1", null, 0.010)]
    [InlineData("openai", "text-embedding-3-small", null, 0.00002)]
    [InlineData("workers-ai", "@cf/meta/llama-3.3-70b-instruct-fp8-fast", null, 0.002546)]
    public void The_models_of_the_examples_have_prices(string type, string model, string? version, double thousandOfEach) =>
        PriceTable.Default.Find("p", type, model, version)!.Estimate(1_000, 1_000, 0).Should().Be((decimal)thousandOfEach);

    [Fact]
    public void Every_chat_model_of_the_catalogue_at_OpenAI_and_Workers_AI_has_a_price() =>
        ModelCatalog.Default.Entries.Where(entry => entry.Type != "replicate")
            .Should().OnlyContain(entry => PriceTable.Default.Find("p", entry.Type, entry.Model, null) != null);

    [Theory]
    [InlineData("@cf/black-forest-labs/flux-1-schnell")]
    [InlineData("@cf/llava-hf/llava-1.5-7b-hf")]
    [InlineData("@cf/openai/whisper")]
    [InlineData("@cf/of/next-year")]
    public void Every_model_of_Workers_AI_is_billed_by_the_neurons_it_tells(string model)
    {
        ModelPrice price = PriceTable.Default.Find("cloudflare", "workers-ai", model, null)!;
        price.CostOf(null, 1, neurons: 57.6).Should().Be(0.0006336m);
        price.CostOf(null, 1).Should().BeNull();
        price.Estimate(10, 10, 1).Should().BeNull();
    }

    [Theory]
    [InlineData("openai", "gpt-4o-audio-preview")]
    [InlineData("openai", "whisper-1")]
    [InlineData("replicate", "stability-ai/sdxl")]
    public void What_is_billed_by_what_no_answer_tells_is_left_out(string type, string model) =>
        PriceTable.Default.Find("p", type, model, null).Should().BeNull();

    private static decimal?[] Prices(PriceEntry entry) =>
        [entry.Input, entry.CachedInput, entry.Output, entry.Reasoning, entry.Image, entry.Second, entry.Neuron, entry.Request];
}

using Router.Catalog;

namespace Router.Tests.Catalog;

public sealed class ModelCatalogTests
{
    [Theory]
    [InlineData("openai", "gpt-4o-mini")]
    [InlineData("OpenAI", "GPT-4o-mini")]
    [InlineData("openai", "gpt-4o-mini-2024-07-18")]
    public void A_model_is_found_by_its_id_and_by_a_dated_snapshot(string type, string model) =>
        ModelCatalog.Default.Find(type, model).Should().Be(new ModelCapabilities
        {
            Tools = true,
            ImageInput = true,
            JsonSchema = true,
            ContextTokens = 128_000,
        });

    [Theory]
    [InlineData("openai", "gpt-4o-mini-audio")]
    [InlineData("openai", "gpt-4o-mini-2024")]
    [InlineData("workers-ai", "gpt-4o-mini")]
    [InlineData("workers-ai", "@cf/llava-hf/llava-1.5-7b-hf-2024-07-18")]
    [InlineData("mine", "")]
    public void What_is_not_in_the_table_is_unknown(string type, string model) =>
        ModelCatalog.Default.Find(type, model).Should().Be(ModelCapabilities.Unknown);

    [Fact]
    public void A_pinned_version_at_Replicate_is_known_by_its_model() =>
        ModelCatalog.Default.Find("replicate", "meta/meta-llama-3-70b-instruct:" + new string('a', 64)).ContextTokens.Should().Be(8192);

    [Fact]
    public void An_exact_row_comes_before_the_model_of_a_snapshot()
    {
        ModelCatalog catalog = new(
        [
            new ModelEntry { Type = "openai", Model = "m", Tools = true, Source = "s", Checked = default },
            new ModelEntry { Type = "openai", Model = "m-2024-01-01", Tools = false, Source = "s", Checked = default },
        ]);

        catalog.Find("openai", "m-2024-01-01").Tools.Should().BeFalse();
        catalog.Find("openai", "m-2024-01-02").Tools.Should().BeTrue();
    }

    [Fact]
    public void What_a_target_states_comes_before_the_catalogue()
    {
        ModelCapabilities stated = new() { Tools = false };

        stated.Or(ModelCatalog.Default.Find("openai", "gpt-4o")).Should().Be(
            new ModelCapabilities { Tools = false, ImageInput = true, JsonSchema = true, ContextTokens = 128_000 });
    }

    [Fact]
    public void Every_row_has_a_source_a_date_and_something_to_say()
    {
        ModelCatalog.Default.Entries.Should().NotBeEmpty().And.OnlyContain(entry =>
            entry.Source.Length > 0 && entry.Checked.Year >= 2026 && entry.ToCapabilities() != ModelCapabilities.Unknown);
    }

    [Fact]
    public void The_models_of_the_repository_s_own_chat_routes_are_in_the_table()
    {
        ModelCatalog.Default.Find("workers-ai", "@cf/meta/llama-3.3-70b-instruct-fp8-fast").ContextTokens.Should().Be(24_000);
        ModelCatalog.Default.Find("workers-ai", "@cf/llava-hf/llava-1.5-7b-hf").ImageInput.Should().BeTrue();
    }
}

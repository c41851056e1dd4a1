using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Catalog;
using Router.Providers.Replicate;

namespace Router.Providers.Tests.Replicate;

public sealed class ReplicateProviderTypeTests
{
    [Fact]
    public void It_is_among_the_default_providers_and_asks_for_a_secret_token()
    {
        IProviderType type = DefaultProviders.All.Should().ContainSingle(type => type is ReplicateProviderType).Subject;

        type.Name.Should().Be("replicate");
        type.Settings.Single(setting => setting.Required).Should().Match<ProviderSetting>(
            token => token.Name == "apiToken" && token.Kind == ProviderSettingKind.Secret);
    }

    [Theory]
    [InlineData("wait", "00:00:00", true)]
    [InlineData("wait", "00:00:01", true)]
    [InlineData("wait", "00:01:00", true)]
    [InlineData("wait", "00:01:01", false)]
    [InlineData("wait", "00:00:00.5", false)]
    [InlineData("wait", "00:00:01.5", false)]
    [InlineData("wait", "-00:00:05", false)]
    [InlineData("pollInterval", "00:00:00.05", true)]
    [InlineData("pollInterval", "00:00:00.01", false)]
    [InlineData("cancelAfter", "00:00:05", true)]
    [InlineData("cancelAfter", "00:00:04", false)]
    [InlineData("fields.max_tokens", "max_new_tokens", true)]
    [InlineData("fields.tokens", "max_new_tokens", false)]
    public void A_setting_out_of_range_is_an_error_that_names_it(string name, string value, bool valid)
    {
        List<string> errors = [];

        new ReplicateProviderType().Validate(new ProviderSettings([new("apiToken", "t"), new(name, value)]), [], errors);

        errors.Where(error => error.Contains(name, StringComparison.Ordinal)).Should().HaveCount(valid ? 0 : 1).And.HaveSameCount(errors);
    }

    [Fact]
    public void Every_wrong_model_is_told_of_at_once()
    {
        List<string> errors = [];

        new ReplicateProviderType().Validate(
            new ProviderSettings([new("apiToken", "t")]), [new("a/b"), new("wrong"), new("a/b:latest")], errors);

        errors.Should().HaveCount(2);
    }

    [Fact]
    public void Tools_and_schemas_are_known_to_be_impossible_and_images_are_unknown()
    {
        ModelCapabilities known = new ReplicateBench().Provider().Describe("a/b");

        known.Should().Be(new ModelCapabilities { Tools = false, JsonSchema = false });
    }

    [Fact]
    public void Metadata_names_provider_endpoint_and_model()
    {
        ReplicateBench bench = new();

        ChatClientMetadata chat = bench.Chat("a/b").GetService<ChatClientMetadata>()!;
        ImageGeneratorMetadata images = bench.Images("a/b").GetService<ImageGeneratorMetadata>()!;

        (chat.ProviderName, chat.ProviderUri, chat.DefaultModelId).Should().Be(("replicate", new Uri("https://api.replicate.com/v1"), "a/b"));
        (images.ProviderName, images.DefaultModelId).Should().Be(("replicate", "a/b"));
        bench.Chat().GetService(typeof(ChatClientMetadata), "key").Should().BeNull();
        bench.Chat().GetService<IChatClient>().Should().NotBeNull();
    }
}

using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.WorkersAI;

namespace Router.Providers.Tests.WorkersAI;

public sealed class ProviderTypeTests
{
    [Fact]
    public void The_type_comes_with_Router() =>
        DefaultProviders.All.Select(type => type.Name).Should().Contain("workers-ai");

    [Fact]
    public void Its_settings_are_told()
    {
        IReadOnlyList<ProviderSetting> settings = new WorkersAIProviderType().Settings;

        settings.Select(s => (s.Name, s.Kind, s.Required)).Should().Equal(
            ("accountId", ProviderSettingKind.Text, true), ("apiToken", ProviderSettingKind.Secret, true), ("endpoint", ProviderSettingKind.Uri, false),
            ("gatewayId", ProviderSettingKind.Text, false), ("api", ProviderSettingKind.Text, false), ("headers", ProviderSettingKind.TextMap, false));
        settings.Single(s => s.Name == "api").AllowedValues.Should().Equal("auto", "run", "openai");
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789ABCDEF", "gate-1", "@cf/meta/llama-3.1-8b-instruct", null, 0)]
    [InlineData("0123456789abcdef", "gate", "@cf/meta/llama-3.1-8b-instruct", null, 1)]
    [InlineData("0123456789abcdef0123456789abcdeg", "gate", "@cf/meta/llama-3.1-8b-instruct", null, 1)]
    [InlineData("0123456789abcdef0123456789abcdef", "a b", "@cf/meta/llama-3.1-8b-instruct", null, 1)]
    [InlineData("0123456789abcdef0123456789abcdef", "gate", "gpt-4o", null, 1)]
    [InlineData("0123456789abcdef0123456789abcdef", "gate", "@cf/../../user", null, 1)]
    [InlineData("0123456789abcdef0123456789abcdef", "gate", "@cf/a/b?c", null, 1)]
    [InlineData("0123456789abcdef0123456789abcdef", "gate", "@cf/meta/llama-3.1-8b-instruct", "v1", 1)]
    [InlineData("x", "", "x", "v1", 4)]
    public void Every_fault_of_a_configuration_is_told(string account, string gateway, string model, string? version, int faults)
    {
        List<string> errors = [];

        new WorkersAIProviderType().Validate(
            new ProviderSettings([new("accountId", account), new("gatewayId", gateway)]), [new ModelReference(model, version)], errors);

        errors.Should().HaveCount(faults);
    }

    [Fact]
    public void Metadata_name_the_service()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering("{}");

        foreach (string model in (string[])[WorkersAIRig.Native, WorkersAIRig.Caption])
        {
            ChatClientMetadata metadata = rig.Chat(model).GetService<ChatClientMetadata>()!;
            metadata.ProviderName.Should().Be("cloudflare.workers_ai");
            metadata.DefaultModelId.Should().Be(model);
            metadata.ProviderUri.Should().Be(new Uri($"https://api.cloudflare.com/client/v4/accounts/{WorkersAIRig.Account}"));
        }

        rig.Images("@cf/black-forest-labs/flux-1-schnell").GetService<ImageGeneratorMetadata>()!.ProviderName.Should().Be("cloudflare.workers_ai");
    }

    [Fact]
    public void A_client_that_stands_alone_brings_its_classifier()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering("{}");

        rig.Chat(WorkersAIRig.Native).GetService(typeof(FailureClassifier)).Should().BeSameAs(rig.Provider.Classifier);
        rig.Chat(WorkersAIRig.Caption).GetService(typeof(FailureClassifier)).Should().BeSameAs(rig.Provider.Classifier);
        rig.Images("@cf/black-forest-labs/flux-1-schnell").GetService(typeof(FailureClassifier)).Should().BeSameAs(rig.Provider.Classifier);
        rig.Chat(WorkersAIRig.Native).GetService(typeof(FailureClassifier), "key").Should().BeNull();
    }
}

using Microsoft.Extensions.AI;
using Router.Context;
using Router.Routing.Mirroring;

namespace Router.Tests.Routing.Mirroring;

/// <summary>A mirror only asks a model: nothing happens a second time.</summary>
public sealed class MirrorRequestTests
{
    public static TheoryData<string, ChatOptions?, bool> Harm => new()
    {
        { "no options", null, true },
        { "plain options", new ChatOptions { Temperature = 1, ConversationId = "c" }, true },
        { "functions", new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "one")] }, true },
        { "a tool of the provider's", new ChatOptions { Tools = [new HostedWebSearchTool()] }, false },
        { "a provider's tool among functions", new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "one"), new HostedCodeInterpreterTool()] }, false },
        { "raw fields", new ChatOptions { RawRepresentationFactory = static _ => null }, false },
        { "background work", new ChatOptions { AllowBackgroundResponses = true }, false },
    };

    [Theory]
    [MemberData(nameof(Harm))]
    public void What_the_provider_would_do_twice_is_not_mirrored(string what, ChatOptions? options, bool harmless) =>
        MirrorRequest.IsHarmless(options).Should().Be(harmless, what);

    [Fact]
    public void A_request_without_options_is_marked_as_mirrored()
    {
        RouteContext context = RouteContextExtensions.Of(MirrorRequest.Copy((ChatOptions?)null).AdditionalProperties);
        context.Should().Be(new RouteContext { Priority = int.MinValue, NoCache = true, Mirrored = true });
    }

    [Fact]
    public void Who_pays_stays_the_same_and_the_providers_conversation_is_left_alone()
    {
        ChatOptions original = new ChatOptions { ConversationId = "talk" }.WithRouteContext(new RouteContext { Tenant = "t", Agent = "a", Priority = 9 });
        ChatOptions copy = MirrorRequest.Copy(original);
        copy.ConversationId.Should().BeNull();
        RouteContextExtensions.Of(copy.AdditionalProperties).Should().Be(
            new RouteContext { Tenant = "t", Agent = "a", Session = "talk", Priority = int.MinValue, NoCache = true, Mirrored = true });

        original.ConversationId.Should().Be("talk");
        RouteContextExtensions.Of(original.AdditionalProperties).Should().Be(new RouteContext { Tenant = "t", Agent = "a", Priority = 9 });
    }

    [Fact]
    public void A_session_that_is_named_goes_before_the_conversation()
    {
        ChatOptions original = new ChatOptions { ConversationId = "talk" }.WithRouteContext(new RouteContext { Session = "s" });
        RouteContextExtensions.Of(MirrorRequest.Copy(original).AdditionalProperties).Session.Should().Be("s");
    }

    [Fact]
    public void Functions_go_along_without_their_code()
    {
        AIFunction function = AIFunctionFactory.Create((int count) => count, "pay", "Pays.");
        ChatOptions original = new() { Tools = [function, function.AsDeclarationOnly()] };
        ChatOptions copy = MirrorRequest.Copy(original);
        copy.Tools.Should().HaveCount(2).And.NotContain(tool => tool is AIFunction);
        copy.Tools!.OfType<AIFunctionDeclaration>().Select(tool => (tool.Name, tool.Description, tool.JsonSchema.ToString()))
            .Should().Equal(Enumerable.Repeat((function.Name, function.Description, function.JsonSchema.ToString()), 2));
        original.Tools[0].Should().BeSameAs(function);
    }
}

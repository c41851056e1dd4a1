using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Catalog;
using Router.Resilience;
using Router.Routing;

namespace Router.Tests.Routing;

public sealed class CapabilityGateTests
{
    private static readonly ModelCapabilities Nothing = new() { Tools = false, ImageInput = false, JsonSchema = false, ContextTokens = 40 };
    private static readonly ModelCapabilities Everything = new() { Tools = true, ImageInput = true, JsonSchema = true, ContextTokens = 1_000_000 };

    public static TheoryData<string, string> Needs => new()
    {
        { "tools", "tools" },
        { "image data", "image" },
        { "image uri", "image" },
        { "schema", "schema" },
        { "long text", "tokens" },
        { "long instructions", "tokens" },
        { "long tool result", "tokens" },
        { "long arguments", "tokens" },
        { "long schema of a tool", "tokens" },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task What_a_target_cannot_take_is_not_sent_there(string need, string reason)
    {
        RouteFixture fixture = new(new RoutePlan("",
            ClassPlans.Ok("a") with { Capabilities = Nothing }, ClassPlans.Ok("b") with { Capabilities = Everything }));
        (List<ChatMessage> messages, ChatOptions options) = Request(need);

        ChatResponse response = await fixture.Chat.GetResponseAsync(messages, options);

        response.Text.Should().Be("b");
        SkippedTarget skipped = response.GetRouteReport()!.Skipped.Single();
        skipped.Should().BeEquivalentTo(new { Target = "a", Reason = SkipReason.Incapable, RetryAfter = (TimeSpan?)null });
        skipped.Detail.Should().Contain(reason);
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task What_is_unknown_is_allowed(string need, string reason)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Ok("a")), RouteMode.Unary);
        (List<ChatMessage> messages, ChatOptions options) = Request(need);
        (await fixture.Chat.GetResponseAsync(messages, options)).Text.Should().Be("a", reason);
    }

    public static TheoryData<string> Harmless => ["hosted tools", "tools switched off", "json without schema", "audio"];

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task What_asks_for_nothing_is_sent_anywhere(string request)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Ok("a") with { Capabilities = Nothing }));
        (List<ChatMessage> messages, ChatOptions options) = Request(request);
        (await fixture.Chat.GetResponseAsync(messages, options)).Text.Should().Be("a");
    }

    [Fact]
    public async Task A_request_that_no_target_can_take_is_the_callers_fault()
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Ok("a") with { Capabilities = Nothing }), RouteMode.Streaming);
        RouteOutcome outcome = await fixture.RunAsync(options: Request("tools").Options);
        outcome.Failed.Class.Should().Be(FailureClass.CallerFault);
        outcome.Failed.RetryAfter.Should().BeNull();
        outcome.SkipList.Should().Be("a:Incapable");
        outcome.Failed.Message.Should().Contain("tools");
    }

    [Fact]
    public async Task A_wait_for_a_target_that_cannot_take_the_request_is_never_stated()
    {
        RouteFixture fixture = new(new RoutePlan("",
            new TargetPlan("a", Failures.Of(FailureClass.RateLimited, retryAfter: 500)) { Capabilities = Nothing },
            new TargetPlan("b", Failures.Of(FailureClass.RateLimited, retryAfter: 900))));
        await fixture.RunAsync();
        RouteOutcome outcome = await fixture.RunAsync(options: Request("tools").Options);
        outcome.Failed.Class.Should().Be(FailureClass.RateLimited);
        outcome.Failed.RetryAfter.Should().Be(TimeSpan.FromSeconds(900));
    }

    [Theory]
    [InlineData(90, "a")]
    [InlineData(120, "a")]
    [InlineData(200, "b")]
    public async Task Only_a_request_that_is_plainly_too_long_is_kept_from_a_target(int words, string expected)
    {
        RouteFixture fixture = new(new RoutePlan("",
            ClassPlans.Ok("a") with { Capabilities = new ModelCapabilities { ContextTokens = 120 } }, ClassPlans.Ok("b")));
        string text = string.Join(' ', Enumerable.Repeat("word", words));
        (await fixture.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, text)])).Text.Should().Be(expected);
    }

    [Fact]
    public async Task An_image_to_start_from_needs_a_model_that_takes_one()
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Ok("a") with { Capabilities = Nothing }, ClassPlans.Ok("b")), RouteMode.Images);
        int reads = 0;
        IEnumerable<AIContent> Originals()
        {
            (++reads).Should().Be(1, "a sequence may be readable only once");
            yield return new DataContent(new byte[] { 1 }, "image/png");
        }

        ImageGenerationResponse response = await fixture.Images.GenerateAsync(new ImageGenerationRequest("p", Originals()));
        response.GetRouteReport()!.Target.Should().Be("b");
        fixture.Generators["b"].Requests.Single().Request.OriginalImages.Should().HaveCount(1);
        fixture.Generators["b"].Requests.Single().Request.Prompt.Should().Be("p");
    }

    private static (List<ChatMessage> Messages, ChatOptions Options) Request(string need)
    {
        string longText = new('x', 1000);
        AIFunctionDeclaration tool = AIFunctionFactory.CreateDeclaration("f", "d", JsonDocument.Parse("{}").RootElement);
        AIFunctionDeclaration longTool = AIFunctionFactory.CreateDeclaration("f", "d", JsonDocument.Parse($"[\"{longText}\"]").RootElement);
        List<ChatMessage> messages = [new(ChatRole.User, "hi")];
        return need switch
        {
            "tools" => (messages, new ChatOptions { Tools = [tool] }),
            "image data" => ([new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])], new ChatOptions()),
            "image uri" => ([new(ChatRole.User, [new UriContent("https://example.org/a.png", "image/png")])], new ChatOptions()),
            "schema" => (messages, new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("{}").RootElement) }),
            "long text" => ([new(ChatRole.User, longText)], new ChatOptions()),
            "long instructions" => (messages, new ChatOptions { Instructions = longText }),
            "long tool result" => ([new(ChatRole.Tool, [new FunctionResultContent("1", longText)])], new ChatOptions()),
            "long arguments" => ([new(ChatRole.Assistant, [new FunctionCallContent("1", "f", new Dictionary<string, object?> { ["a"] = longText })])], new ChatOptions()),
            // Switched off, so that the schema alone is in the way.
            "long schema of a tool" => (messages, new ChatOptions { Tools = [longTool], ToolMode = ChatToolMode.None }),
            "hosted tools" => (messages, new ChatOptions { Tools = [new HostedWebSearchTool()] }),
            "tools switched off" => (messages, new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.None }),
            "json without schema" => (messages, new ChatOptions { ResponseFormat = ChatResponseFormat.Json }),
            "audio" => ([new(ChatRole.User, [new DataContent(new byte[] { 1 }, "audio/wav")])], new ChatOptions()),
            _ => throw new ArgumentOutOfRangeException(nameof(need)),
        };
    }
}

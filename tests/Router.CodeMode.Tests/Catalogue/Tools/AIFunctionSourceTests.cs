using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Catalogue.Tools;

public sealed partial class AIFunctionSourceTests
{
    [Fact]
    public async Task A_tool_is_described_by_its_own_schema_and_called_with_its_arguments()
    {
        AIFunction tool = StubFunctions.Make(
            "get-weather",
            """{"type":"object","properties":{"city":{"type":"string","description":"A city"},"days":{"type":"integer"}},"required":["city"]}""",
            arguments => $"{arguments["city"]} for {arguments["days"]}",
            "Tells the weather. Slowly.");
        CatalogueDispatcher dispatcher = await Dispatcher(tool);

        CatalogueFunction function = dispatcher.Catalogue.Find("t.get_weather")!;
        function.Parameters.Select(parameter => (parameter.Name, parameter.Required, parameter.Description)).Should().Equal(("city", true, "A city"), ("days", false, ""));
        (function.Summary, function.Description).Should().Be(("Tells the weather.", "Slowly."));
        (await dispatcher.ValueAsync("get-weather", """[{"city":"Paris","days":2}]""")).GetString().Should().Be("Paris for 2");
        (await dispatcher.ErrorAsync("t.get_weather", """[{"city":"Paris","day":2}]""")).Message.Should().Contain("did you mean 'days'?");
    }

    [Fact]
    public async Task An_approval_is_found_under_wrappings()
    {
        AIFunction inner = new ApprovalRequiredAIFunction(StubFunctions.Make("pay", """{"type":"object","properties":{}}"""));
        CatalogueDispatcher dispatcher = await Dispatcher(new Wrapping(inner), StubFunctions.Make("look", """{"type":"object","properties":{}}"""));

        dispatcher.Find("t.pay")!.RequiresApproval.Should().BeTrue();
        dispatcher.Find("t.look")!.RequiresApproval.Should().BeFalse();
    }

    [Fact]
    public async Task Bytes_cross_as_bytes_in_both_directions()
    {
        JsonSerializerOptions options = new(AIJsonUtilities.DefaultOptions);
        options.TypeInfoResolverChain.Add(BytesJson.Default);
        AIFunction tool = AIFunctionFactory.Create((byte[] image) => Enumerable.Reverse(image).ToArray(), "flip", null, options);
        CatalogueDispatcher dispatcher = await Dispatcher(
            tool,
            StubFunctions.Make("picture", """{"type":"object","properties":{}}""", _ => new DataContent(new byte[] { 1, 2 }, "image/png")),
            StubFunctions.Make("texts", """{"type":"object","properties":{}}""", _ => new AIContent[] { new TextContent("a"), new DataContent(new byte[] { 1 }, "image/png") }));

        (await dispatcher.ValueAsync("t.flip", """[{"image":{"$bytes":"AQID"}}]""")).GetRawText().Should().Be("""{"$bytes":"AwIB"}""");
        (await dispatcher.ValueAsync("t.picture", "[]")).GetRawText().Should().Be("""{"$bytes":"AQI=","mediaType":"image/png"}""");
        (await dispatcher.ValueAsync("t.texts", "[]")).GetRawText().Should().Be("""["a",{"$bytes":"AQ==","mediaType":"image/png"}]""");
        dispatcher.Catalogue.Find("t.flip")!.Parameters[0].Schema.GetRawText().Should().Contain("binary");
    }

    [Fact]
    public async Task Services_and_the_call_itself_are_handed_on()
    {
        object? seen = null;
        IServiceProvider services = new NoServices();
        AIFunction tool = StubFunctions.Make("f", """{"type":"object","properties":{}}""", arguments => (seen = (arguments.Services, ((CodeCall)arguments.Context![typeof(CodeCall)]!).IdempotencyKey)) is null);
        CatalogueDispatcher dispatcher = new(await new FunctionCatalogueBuilder().AddTools([tool], "t", services).BuildAsync());

        await dispatcher.InvokeAsync("t.f", "[]");

        seen.Should().Be((services, "run/1"));
    }

    [Fact]
    public async Task Results_of_every_kind_become_values()
    {
        object?[] results = ["text", JsonElement.Parse("[1]"), null, Encoding.UTF8.GetBytes("x"), 5, true];
        List<string> values = [];
        foreach (object? result in results)
        {
            CatalogueDispatcher dispatcher = await Dispatcher(StubFunctions.Make("f", """{"type":"object","properties":{}}""", _ => result));
            values.Add((await dispatcher.InvokeAsync("t.f", "[]")) is { Error: null } good ? good.Value?.GetRawText() ?? "nothing" : "failed");
        }

        values.Should().Equal("\"text\"", "[1]", "nothing", """{"$bytes":"eA=="}""", "5", "true");
    }

    [Fact]
    public async Task A_failure_of_the_tool_tells_the_program_nothing_of_it()
    {
        CatalogueDispatcher dispatcher = await Dispatcher(StubFunctions.Make("f", """{"type":"object","properties":{}}""", _ => throw new IOException("/home/me/secret")));

        CodeError error = await dispatcher.ErrorAsync("t.f", "[]");

        error.Message.Should().Be("t.f failed.");
        error.Hint.Should().BeNull();
    }

    [Fact]
    public async Task What_only_the_whole_schema_says_holds_too()
    {
        CatalogueDispatcher dispatcher = await Dispatcher(StubFunctions.Make(
            "f", """{"type":"object","anyOf":[{"properties":{"id":{"type":"integer"}},"required":["id"]},{"properties":{"name":{"type":"string"}},"required":["name"]}]}""", _ => "ok"));

        dispatcher.Catalogue.Find("t.f")!.Parameters.Should().OnlyContain(parameter => !parameter.Required).And.HaveCount(2);
        (await dispatcher.ErrorAsync("t.f", "[{}]")).Kind.Should().Be(CodeErrorKind.InvalidArguments);
        (await dispatcher.ValueAsync("t.f", """[{"name":"x"}]""")).GetString().Should().Be("ok");
    }

    [Fact]
    public async Task A_tool_that_nothing_can_call_is_named() =>
        (await FluentActions.Awaiting(async () => await new FunctionCatalogueBuilder().AddTools([new HostedWebSearchTool()], "t").BuildAsync()).Should().ThrowAsync<CatalogueException>())
            .Which.Message.Should().Contain("HostedWebSearchTool").And.Contain("directly");

    private static async Task<CatalogueDispatcher> Dispatcher(params AITool[] tools) => new(await new FunctionCatalogueBuilder().AddTools(tools, "t").BuildAsync());

    private sealed class Wrapping(AIFunction inner) : DelegatingAIFunction(inner);

    [System.Text.Json.Serialization.JsonSerializable(typeof(byte[]))]
    private sealed partial class BytesJson : System.Text.Json.Serialization.JsonSerializerContext;

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}

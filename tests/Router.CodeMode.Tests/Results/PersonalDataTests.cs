using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;
using Router.CodeMode.Results;
using Router.CodeMode.Tests.Loop;
using Router.Context;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Results;

public sealed class PersonalDataTests
{
    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static PersonalDataVault Vault() => new(new PatternPersonalDataFilter());

    [Theory]
    [InlineData(CodeModePolicy.Off, true)]
    [InlineData(CodeModePolicy.Off, false)]
    [InlineData(CodeModePolicy.Auto, true)]
    [InlineData(CodeModePolicy.Auto, false)]
    public async Task Personal_values_are_masked_from_the_model_where_its_tools_are_direct_too(CodeModePolicy policy, bool streaming)
    {
        TestFunction find = new("find", () => Json("""{"mail":"ann@example.com","name":"Ann Lee"}""")) { Returns = Json("""{"properties":{"name":{"x-personal":true}}}""") };
        TestFunction typed = new("typed", () => new Dictionary<string, object?> { ["m"] = "ann@example.com" });
        TestFunction contents = new("contents", () => new List<AIContent> { new TextContent("to ann@example.com") });
        TestFunction odd = new("odd", () => new Uri("mailto:ann@example.com").GetType().GetMethods()[0]);
        TestFunction send = new("send", () => "sent");
        LoopPlan plan = new()
        {
            Settings = new CodeModeOptions { Policy = policy, PersonalData = new PatternPersonalDataFilter(), FirstPersonalToken = 1 } with { Executor = new TestExecutor(), Catalogue = new TestCatalogue() },
            Options = new ChatOptions { Tools = [find, typed, contents, odd, send] }.WithRouteContext(new RouteContext { Session = "s" }),
            Turns =
            [
                Turn("m0", Call("c0", "find"), Call("c1", "typed"), Call("c2", "contents"), Call("c3", "odd")),
                Turn("m1", Call("c4", "send", ("to", "[[email_1]]"))),
                Say("m2", "done"),
            ],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.ResultOf("c0").Should().Be("""{"mail":"[[email_1]]","name":"[[value_1]]"}""");
        result.ResultOf("c1").Should().Be("""{"m":"[[email_1]]"}""");
        ((IEnumerable<AIContent>)result.Results.Single(content => content.CallId == "c2").Result!).OfType<TextContent>().Single().Text.Should().Be("to [[email_1]]");
        result.ResultOf("c3").Should().NotContain("ann@");
        send.Calls.Single()["to"].Should().Be("ann@example.com");
    }

    [Fact]
    public async Task A_token_of_another_request_never_stands_for_somebody_else()
    {
        HashSet<string> tokens = [];
        for (int i = 0; i < 4; i++)
        {
            LoopPlan plan = new()
            {
                Settings = Enforced with { PersonalData = new PatternPersonalDataFilter() },
                Options = new ChatOptions { Tools = [new TestFunction("crm_find", () => $"ann{tokens.Count}@example.com")] },
                Turns = [Turn("m0", Program("c0", "call crm.find")), Say("m1", "done")],
            };
            tokens.Add(Json((await plan.RunAsync(false)).ResultOf("c0")!).GetProperty("result").GetString()!);
        }

        tokens.Should().HaveCount(4).And.AllSatisfy(token => token.Should().MatchRegex(@"^\[\[email_[0-9]{4,9}\]\]$"));
    }

    [Theory]
    [InlineData("""{"$ref":"#/$defs/P","$defs":{"P":{"properties":{"n":{"x-personal":true}}}}}""", """{"n":"Ann Lee"}""")]
    [InlineData("""{"type":"array","items":{"allOf":[{"$ref":"#/$defs/P"}]},"$defs":{"P":{"properties":{"n":{"x-personal":true}}}}}""", """[{"n":"Ann Lee"}]""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"properties":{"n":{"x-personal":true}}}]}""", """{"n":"Ann Lee"}""")]
    [InlineData("""{"additionalProperties":{"x-personal":true}}""", """{"n":"Ann Lee"}""")]
    [InlineData("""{"prefixItems":[{"type":"string"},{"x-personal":true}]}""", """["x","Ann Lee"]""")]
    [InlineData("""{"$defs":{"T":{"properties":{"kid":{"$ref":"#/$defs/T"},"n":{"x-personal":true}}}},"$ref":"#/$defs/T"}""", """{"kid":{"kid":{"n":"Ann Lee"}}}""")]
    public void What_a_schema_marks_is_found_through_its_definitions_and_combinations(string schema, string value)
    {
        PersonalDataVault vault = Vault();
        vault.Learn(Json(value), Json(schema));
        vault.Mask(null, "of Ann Lee").Should().Be("of [[value_1]]");
    }

    [Fact]
    public void A_schema_that_goes_in_circles_ends()
    {
        PersonalDataVault vault = Vault();
        vault.Learn(Json("1234"), Json("""{"$ref":"#/$defs/A","$defs":{"A":{"$ref":"#/$defs/A"}}}"""));
        vault.Learn(Json("1234"), Json("""{"allOf":[{"$ref":"#"},{"$ref":"#"}]}"""));
        vault.Mask(null, "1234").Should().Be("1234");
    }

    [Fact]
    public void A_value_that_is_a_part_of_a_token_breaks_no_token()
    {
        PersonalDataVault vault = Vault();
        vault.Learn(Json("""["value","Ann Lee","Ann"]"""), Json("""{"x-personal":true}"""));
        string masked = vault.Mask(null, "Ann Lee and Ann of value");
        masked.Should().Be("[[value_1]] and [[value_2]] of [[value_3]]");
        vault.Restore(masked).Should().Be("Ann Lee and Ann of value");
    }

    [Fact]
    public void Masking_is_quick_however_many_values_are_known()
    {
        PersonalDataVault vault = Vault();
        vault.Learn(Json($"[{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"person {i}\""))}]"), Json("""{"x-personal":true}"""));
        string text = string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"person {i}"));
        vault.Restore(vault.Mask(null, text)).Should().Be(text);
    }

    [Fact]
    public async Task A_conversation_of_the_name_of_a_session_is_not_that_session()
    {
        IArtifactStore store = new InMemoryArtifactStore();
        TestFunction rows = new("db_rows", () => Json($"[{string.Join(',', Enumerable.Range(0, 3_000))}]"));
        LoopPlan Plan(ChatOptions options, string code) => new()
        {
            Settings = Enforced with { ResultTokens = 300, Artifacts = store },
            Options = options,
            Turns = [Turn("m0", "x", Program("c0", code)), Turn("m1", "x", new TextContent("done"))],
        };
        ChatOptions session = new ChatOptions { Tools = [rows] }.WithRouteContext(new RouteContext { Session = "x" });
        (await Plan(session, "call db.rows").RunAsync(false)).ResultOf("c0").Should().Contain("\"artifact\":\"a1\"");
        (await Plan(new ChatOptions { Tools = [rows], ConversationId = "x" }, "call artifacts.read {\"id\":\"a1\"}").RunAsync(false)).ResultOf("c0").Should().Contain("no artifact 'a1'");
        ChatOptions tenant = new ChatOptions { Tools = [rows] }.WithRouteContext(new RouteContext { Session = "x", Tenant = "t" });
        (await Plan(tenant, "call artifacts.read {\"id\":\"a1\"}").RunAsync(false)).ResultOf("c0").Should().Contain("no artifact 'a1'");
        (await Plan(session, "call artifacts.read {\"id\":\"a1\",\"limit\":1}").RunAsync(false)).ResultOf("c0").Should().StartWith("{\"result\":[0]");
    }
}

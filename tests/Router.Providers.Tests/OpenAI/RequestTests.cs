using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Resilience;

namespace Router.Providers.Tests.OpenAI;

public sealed class RequestTests
{
    [Theory]
    [InlineData(ReasoningEffort.None, "none")]
    [InlineData(ReasoningEffort.Medium, "medium")]
    [InlineData(ReasoningEffort.High, "high")]
    [InlineData(ReasoningEffort.ExtraHigh, "xhigh")]
    public async Task Reasoning_effort_is_sent(ReasoningEffort effort, string expected) =>
        ((string?)(await SentAsync(new() { Reasoning = new() { Effort = effort } }))["reasoning_effort"]).Should().Be(expected);

    [Fact]
    public async Task Tool_choices_are_sent()
    {
        AITool[] tools = [AIFunctionFactory.Create(() => 1, "f")];

        (await SentAsync(new() { Tools = tools, ToolMode = ChatToolMode.None }))["tool_choice"]!.ToString().Should().Be("none");
        (await SentAsync(new() { Tools = tools, ToolMode = ChatToolMode.RequireAny }))["tool_choice"]!.ToString().Should().Be("required");
        (await SentAsync(new() { Tools = tools }))["tool_choice"]!.ToString().Should().Be("auto");
        (await SentAsync(new() { Tools = [], ToolMode = ChatToolMode.RequireAny }))["tool_choice"].Should().BeNull();
    }

    [Fact]
    public async Task A_schema_keeps_what_it_says_itself()
    {
        JsonElement schema = JsonDocument.Parse(
            """{"type":"object","$defs":{"n":{"type":"integer"}},"properties":{"x":{"$ref":"#/$defs/n","minimum":1}},"additionalProperties":{"type":"string"}}""").RootElement;

        JsonNode tool = (await SentAsync(new() { Tools = [AIFunctionFactory.CreateDeclaration("f", "d", schema)] }))["tools"]![0]!["function"]!;

        tool["strict"].Should().BeNull();
        JsonNode expected = JsonNode.Parse(schema.GetRawText())!;
        expected["required"] = new JsonArray();
        JsonNode.DeepEquals(tool["parameters"], expected).Should().BeTrue(tool.ToJsonString());
    }

    [Fact]
    public async Task A_strict_schema_moves_what_strict_mode_refuses_into_the_description()
    {
        JsonElement schema = JsonDocument.Parse("""{"type":"object","properties":{"x":{"type":"integer","minimum":1,"description":"Count"}}}""").RootElement;
        ChatOptions options = new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema),
            AdditionalProperties = new() { ["strict"] = true },
        };

        JsonNode format = (await SentAsync(options))["response_format"]!["json_schema"]!;

        ((bool)format["strict"]!).Should().BeTrue();
        ((string?)format["name"]).Should().Be("json_schema");
        JsonNode sent = format["schema"]!;
        sent["properties"]!["x"]!["minimum"].Should().BeNull();
        ((string?)sent["properties"]!["x"]!["description"]).Should().Be("Count (minimum: 1)");
        ((bool)sent["additionalProperties"]!).Should().BeFalse();
        sent["required"]!.AsArray().Should().ContainSingle();

        options.AdditionalProperties = null;
        JsonNode.DeepEquals((await SentAsync(options))["response_format"]!["json_schema"]!["schema"], JsonNode.Parse(schema.GetRawText())).Should().BeTrue();
    }

    [Fact]
    public async Task Additional_properties_become_fields_of_the_body()
    {
        JsonNode body = await SentAsync(new()
        {
            AdditionalProperties = new()
            {
                ["a"] = JsonDocument.Parse("""{"x":[1]}""").RootElement,
                ["b"] = new JsonArray(1, "two"),
                ["c"] = "text",
                ["d"] = 1.5,
                ["e"] = 7L,
                ["f"] = true,
                ["g"] = new List<string> { "x", "y" },
                ["h"] = new Dictionary<string, object?> { ["k"] = new[] { 1, 2 } },
                ["i"] = null,
                ["j"] = 0.1f,
                ["k"] = 1.10m,
                ["strict"] = true,
                ["top_k"] = 5,
            },
        });

        JsonNode.DeepEquals(body, JsonNode.Parse("""
            {"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}],"a":{"x":[1]},"b":[1,"two"],"c":"text","d":1.5,"e":7,"f":true,
             "g":["x","y"],"h":{"k":[1,2]},"i":null,"j":0.1,"k":1.10,"top_k":5}
            """)).Should().BeTrue(body.ToJsonString());
    }

    [Fact]
    public async Task Raw_wins_over_options_and_options_over_additional_properties()
    {
        JsonNode body = await SentAsync(new()
        {
            Temperature = 0.5f,
            TopP = 0.25f,
            RawRepresentationFactory = _ => new JsonObject { ["temperature"] = 1, ["only_raw"] = 1, ["model"] = "other", ["messages"] = 1 },
            AdditionalProperties = new() { ["temperature"] = 2, ["top_p"] = 2, ["only_raw"] = 2, ["model"] = "other", ["messages"] = 2, ["more"] = 2 },
        });

        JsonNode.DeepEquals(body, JsonNode.Parse(
            """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}],"top_p":0.25,"temperature":1,"only_raw":1,"more":2}"""))
            .Should().BeTrue(body.ToJsonString());
        body.ToJsonString().Split("\"temperature\"").Should().HaveCount(2, "no field is written twice");
    }

    [Fact]
    public async Task A_raw_representation_of_another_client_is_left_alone() =>
        (await SentAsync(new() { RawRepresentationFactory = _ => "for another", Seed = 1 }))["seed"]!.GetValue<int>().Should().Be(1);

    [Fact]
    public async Task The_field_that_limits_an_answer_can_be_the_old_one()
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}"""), ("maxTokensField", "max_tokens"));

        await rig.AskAsync(new() { MaxOutputTokens = 9 });

        ((int)rig.SentBody["max_tokens"]!).Should().Be(9);
        rig.SentBody["max_completion_tokens"].Should().BeNull();
    }

    [Fact]
    public async Task Results_of_functions_are_text_or_compact_JSON()
    {
        JsonNode body = await SentAsync(null,
            new ChatMessage(ChatRole.Tool,
            [
                new FunctionResultContent("1", "a \"text\""), new FunctionResultContent("2", null), new FunctionResultContent("3", 5),
                new FunctionResultContent("4", new Dictionary<string, object?> { ["x"] = "é" }),
                new FunctionResultContent("5", JsonDocument.Parse("[ 1 ]").RootElement),
                new FunctionResultContent("6", null) { Exception = new InvalidOperationException("the secret") },
                new FunctionResultContent("7", new TextContent("hi")),
            ]));

        body["messages"]!.AsArray().Select(m => (string?)m!["content"]).Should().Equal(
            "a \"text\"", "", "5", "{\"x\":\"é\"}", "[ 1 ]", "Error: Function failed.", "{\"$type\":\"text\",\"text\":\"hi\"}");
        body["messages"]!.AsArray().Select(m => (string?)m!["tool_call_id"]).Should().Equal("1", "2", "3", "4", "5", "6", "7");
    }

    [Fact]
    public async Task Results_in_a_users_message_come_before_what_the_user_says()
    {
        JsonNode body = await SentAsync(null, new ChatMessage(ChatRole.User, [new TextContent("and?"), new FunctionResultContent("1", "r")]));

        body["messages"]!.AsArray().Select(m => (string?)m!["role"]).Should().Equal("tool", "user");
    }

    [Fact]
    public async Task A_refusal_is_replayed_without_content()
    {
        JsonNode body = await SentAsync(null, new ChatMessage(ChatRole.Assistant, [new ErrorContent("Sorry.") { ErrorCode = "Refusal" }]));

        JsonNode.DeepEquals(body["messages"]![0], JsonNode.Parse("""{"role":"assistant","refusal":"Sorry."}""")).Should().BeTrue();
    }

    public static TheoryData<AIContent> Unsendable =>
    [
        new DataContent(new byte[] { 1 }, "audio/ogg"), new UriContent("https://a.test/x.pdf", "application/pdf"), new HostedVectorStoreContent("v"),
        new FunctionCallContent("1", "f"),
    ];

    [Theory]
    [MemberData(nameof(Unsendable))]
    public async Task Content_that_cannot_be_sent_is_the_callers_fault_and_named(AIContent content)
    {
        using OpenAIRig rig = OpenAIRig.Answering("{}");
        Func<Task> act = () => rig.AskAsync(null, new ChatMessage(ChatRole.User, [new TextContent("hi"), content]));

        ArgumentException error = (await act.Should().ThrowAsync<ArgumentException>()).Which;

        error.Message.Should().Contain(content.GetType().Name);
        rig.Provider.Classifier.Classify(error).Class.Should().Be(FailureClass.CallerFault);
        rig.Handler.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hosted_tool_is_the_callers_fault_and_named()
    {
        using OpenAIRig rig = OpenAIRig.Answering("{}");
        Func<Task> act = () => rig.AskAsync(new() { Tools = [new HostedWebSearchTool()] });

        NotSupportedException error = (await act.Should().ThrowAsync<NotSupportedException>()).Which;

        error.Message.Should().Contain("HostedWebSearchTool");
        rig.Provider.Classifier.Classify(error).Class.Should().Be(FailureClass.CallerFault);
    }

    [Fact]
    public async Task An_additional_property_that_is_no_JSON_is_named_without_its_value()
    {
        Func<Task> act = () => SentAsync(new() { AdditionalProperties = new() { ["odd"] = new Version(1, 2) } });

        (await act.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("'odd'").And.Contain("Version").And.NotContain("1.2");
    }

    private static async Task<JsonNode> SentAsync(ChatOptions? options, params ChatMessage[] messages)
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}"""));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks("""{"content":"x"}"""));
        await unary.AskAsync(options, messages);
        await stream.StreamAsync(options, messages);

        JsonNode streamed = stream.SentBody;
        ((bool)streamed["stream"]!).Should().BeTrue();
        ((bool)streamed["stream_options"]!["include_usage"]!).Should().BeTrue();
        streamed.AsObject().Remove("stream");
        streamed.AsObject().Remove("stream_options");
        JsonNode.DeepEquals(streamed, unary.SentBody).Should().BeTrue("both modes ask the same");
        return unary.SentBody;
    }
}

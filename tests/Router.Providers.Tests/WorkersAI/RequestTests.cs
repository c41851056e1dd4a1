using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.WorkersAI;

public sealed class RequestTests
{
    private static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration(
        "weather", "Tells the weather.", Element("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    [Fact]
    public async Task An_older_model_is_run_with_nothing_it_might_refuse()
    {
        JsonNode sent = await SendAsync(WorkersAIRig.Native, new ChatOptions
        {
            Temperature = 0.5f,
            TopP = 0.9f,
            TopK = 7,
            Seed = 42,
            FrequencyPenalty = 1,
            PresencePenalty = 2,
            Reasoning = new() { Effort = ReasoningEffort.High },
            ResponseFormat = ChatResponseFormat.Text,
            AllowMultipleToolCalls = false,
            Tools = [Weather],
            AdditionalProperties = new() { ["repetition_penalty"] = 1.5 },
        }, "/client/v4/accounts/" + WorkersAIRig.Account + "/ai/run/@cf/meta/llama-3.3-70b-instruct-fp8-fast");

        Same(sent, """
            {"messages":[{"role":"user","content":"hello"}],"temperature":0.5,"top_p":0.9,"top_k":7,"max_tokens":2048,"frequency_penalty":1,"presence_penalty":2,"seed":42,
             "tools":[{"type":"function","function":{"name":"weather","description":"Tells the weather.","parameters":
              {"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}}],"repetition_penalty":1.5}
            """);
    }

    [Fact]
    public async Task A_newer_model_is_asked_in_the_form_of_OpenAI()
    {
        JsonNode sent = await SendAsync(WorkersAIRig.Newer, new ChatOptions
        {
            MaxOutputTokens = 9,
            TopK = 7,
            StopSequences = ["x"],
            Tools = [Weather],
            ToolMode = ChatToolMode.RequireSpecific("weather"),
            Reasoning = new() { Effort = ReasoningEffort.ExtraHigh },
        }, "/client/v4/accounts/" + WorkersAIRig.Account + "/ai/v1/chat/completions");

        sent["tools"]![0]!["type"]!.ToString().Should().Be("function");
        sent["tools"] = null;
        Same(sent, """
            {"model":"@cf/openai/gpt-oss-120b","messages":[{"role":"user","content":"hello"}],"top_k":7,"max_tokens":9,"stop":["x"],"tools":null,
             "tool_choice":{"type":"function","function":{"name":"weather"}},"reasoning_effort":"high"}
            """);
    }

    [Theory]
    [InlineData("@cf/meta/llama-3.1-8b-instruct", 2048)]
    [InlineData("@cf/mistral/mistral-7b-instruct-v0.1", 1024)]
    [InlineData("@cf/openai/gpt-oss-20b", 4096)]
    [InlineData("@cf/someone/unknown-1", 4096)]
    public async Task An_answer_is_always_given_room(string model, int expected) =>
        ((int)(await SendAsync(model))["max_tokens"]!).Should().Be(expected);

    [Theory]
    [InlineData("@cf/openai/gpt-oss-20b", ReasoningEffort.None, """{"reasoning_effort":null}""")]
    [InlineData("@cf/openai/gpt-oss-20b", ReasoningEffort.Low, """{"reasoning_effort":"low"}""")]
    [InlineData("@cf/moonshotai/kimi-k2.6", ReasoningEffort.None, """{"chat_template_kwargs":{"thinking":false}}""")]
    [InlineData("@cf/zai-org/glm-4.7-flash", ReasoningEffort.None, """{"chat_template_kwargs":{"enable_thinking":false}}""")]
    [InlineData("@cf/google/gemma-4-26b-a4b-it", ReasoningEffort.Low, """{"chat_template_kwargs":{"enable_thinking":true}}""")]
    [InlineData("@cf/meta/llama-3.1-8b-instruct", ReasoningEffort.Low, "{}")]
    public async Task Reasoning_is_turned_down_by_the_models_own_switch(string model, ReasoningEffort effort, string expected)
    {
        JsonNode sent = await SendAsync(model, new ChatOptions { Reasoning = new() { Effort = effort } });

        JsonObject found = [];
        foreach (string name in (string[])["reasoning_effort", "chat_template_kwargs"])
        {
            if (sent.AsObject().ContainsKey(name))
            {
                found[name] = sent[name]?.DeepClone();
            }
        }

        Same(found, expected);
    }

    [Fact]
    public async Task The_callers_own_field_goes_before_the_switch()
    {
        ChatOptions options = new()
        {
            Reasoning = new() { Effort = ReasoningEffort.None },
            AdditionalProperties = new() { ["chat_template_kwargs"] = new Dictionary<string, object?> { ["clear_thinking"] = true } },
        };

        Same((await SendAsync("@cf/zai-org/glm-4.7-flash", options))["chat_template_kwargs"]!, """{"clear_thinking":true}""");
        options.Reasoning!.Effort.Should().Be(ReasoningEffort.None);
    }

    [Theory]
    [InlineData("@cf/meta/llama-3.1-8b-instruct", """{"title":"city","description":"A city.","type":"object"}""")]
    [InlineData("@cf/openai/gpt-oss-20b", """{"name":"city","description":"A city.","schema":{"type":"object"}}""")]
    public async Task A_schema_stands_bare_for_older_models_and_named_for_newer_ones(string model, string expected)
    {
        JsonNode sent = await SendAsync(model, new ChatOptions
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(Element("""{"type":"object"}"""), "city", "A city."),
        });

        sent["response_format"]!["type"]!.ToString().Should().Be("json_schema");
        Same(sent["response_format"]!["json_schema"]!, expected);
    }

    [Fact]
    public async Task JSON_mode_of_an_older_model_is_not_streamed_but_handed_out_as_updates()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope("""{"response":{"a":1}}"""));

        ChatResponse response = await rig.AskAsync(stream: true, options: new() { ResponseFormat = ChatResponseFormat.Json });

        response.Text.Should().Be("""{"a":1}""");
        rig.Sent.AsObject().ContainsKey("stream").Should().BeFalse();
    }

    [Theory]
    [InlineData("auto", "run", false, false, false)]
    [InlineData("auto", "v1", true, false, false)]
    [InlineData("auto", "v1", false, true, false)]
    [InlineData("auto", "run", true, false, true)]
    [InlineData("run", "run", true, true, false)]
    [InlineData("openai", "v1", false, false, true)]
    public async Task The_endpoint_of_an_older_model_follows_the_setting_and_then_the_request(string api, string expected, bool stop, bool required, bool json)
    {
        using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope("""{"response":"x"}"""), ("api", api));

        await rig.AskAsync(options: new()
        {
            StopSequences = stop ? ["x"] : null,
            Tools = [Weather],
            ToolMode = required ? ChatToolMode.RequireAny : ChatToolMode.Auto,
            ResponseFormat = json ? ChatResponseFormat.Json : null,
        });

        rig.Handler.Requests[0].Path.Should().Contain($"/ai/{expected}/");
        rig.Sent.AsObject().ContainsKey("model").Should().Be(expected == "v1");
        (rig.Sent["tool_choice"]?.ToString()).Should().Be(required ? "required" : null);
    }

    [Theory]
    [InlineData("auto", false)]
    [InlineData("openai", true)]
    public async Task Stop_sequences_are_left_out_of_JSON_mode_where_they_are_no_field(string api, bool sent)
    {
        ChatOptions options = new() { StopSequences = ["x"], ResponseFormat = ChatResponseFormat.Json };
        using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope("""{"response":"x"}"""), ("api", api));

        await rig.AskAsync(options: options);

        rig.Sent.AsObject().ContainsKey("stop").Should().Be(sent);
        options.StopSequences.Should().Equal("x");
    }

    [Fact]
    public async Task Functions_that_must_not_be_called_are_not_shown_to_an_older_model() =>
        (await SendAsync(WorkersAIRig.Native, new() { Tools = [Weather], ToolMode = ChatToolMode.None })).AsObject().ContainsKey("tools").Should().BeFalse();

    [Fact]
    public async Task Hermes_lists_its_functions_flat() =>
        (await SendAsync("@hf/nousresearch/hermes-2-pro-mistral-7b", new() { Tools = [Weather] }))["tools"]![0]!["name"]!.ToString().Should().Be("weather");

    [Fact]
    public async Task A_conversation_with_calls_goes_back_in_strings()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, [new TextContent("a"), new TextContent("b")]),
            new(ChatRole.User, "q") { AuthorName = "ann" },
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Bonn" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "rain")]),
        ];
        const string Call = "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Bonn\"}}}]";
        const string Result = "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"rain\"}";

        JsonNode native = await SendAsync(WorkersAIRig.Native, null, null, messages);
        JsonNode newer = await SendAsync(WorkersAIRig.Newer, null, null, messages);

        foreach (JsonNode function in (JsonNode[])[native["messages"]![2]!["tool_calls"]![0]!["function"]!, newer["messages"]![2]!["tool_calls"]![0]!["function"]!])
        {
            function["arguments"] = JsonNode.Parse(function["arguments"]!.GetValue<string>());
        }

        Same(native["messages"]!, $$"""
            [{"role":"system","content":"a\nb"},{"role":"user","content":"q"},{"role":"assistant","content":"",{{Call}}},{{Result}}]
            """);
        Same(newer["messages"]!, $$"""
            [{"role":"system","content":"a\nb"},{"role":"user","name":"ann","content":"q"},{"role":"assistant","content":"","reasoning":"hm",{{Call}}},{{Result}}]
            """);
        messages[1].AuthorName.Should().Be("ann");
    }

    [Fact]
    public async Task An_image_goes_as_data_and_never_by_its_address()
    {
        DataContent image = new(new byte[] { 1, 2 }, "image/png");
        JsonNode sent = await SendAsync("@cf/meta/llama-3.2-11b-vision-instruct", null, null,
            new ChatMessage(ChatRole.User, [new TextContent("what?"), image]), new ChatMessage(ChatRole.User, [new UriContent(image.Uri, "image/png")]));

        sent["messages"]![0]!["content"]![1]!["image_url"]!["url"]!.ToString().Should().Be(image.Uri);
        sent["messages"]![1]!["content"]![0]!["image_url"]!["url"]!.ToString().Should().Be(image.Uri);
        foreach (AIContent refused in (AIContent[])[new UriContent("https://a.test/x.png", "image/png"), new DataContent(new byte[] { 1 }, "image/svg+xml")])
        {
            Func<Task> act = () => SendAsync(WorkersAIRig.Newer, null, null, new ChatMessage(ChatRole.User, [refused]));
            FailureClassifier.Default.Classify((await act.Should().ThrowAsync<ArgumentException>()).Which).Class.Should().Be(FailureClass.CallerFault);
        }
    }

    [Theory]
    [InlineData("data:image/svg+xml;base64,PHN2Zy8+")]
    [InlineData("data:image/png;base64,***top-secret***")]
    [InlineData("data:image/png")]
    [InlineData("data:text/plain;base64,aGk=")]
    public async Task A_data_address_that_is_no_usable_image_is_the_callers_fault(string address)
    {
        foreach (string model in (string[])[WorkersAIRig.Newer, WorkersAIRig.Caption])
        {
            Func<Task> act = () => SendAsync(model, null, null, new ChatMessage(ChatRole.User, [new UriContent(new Uri(address), "image/png")]));

            ArgumentException error = (await act.Should().ThrowAsync<ArgumentException>()).Which;
            FailureClassifier.Default.Classify(error).Class.Should().Be(FailureClass.CallerFault);
            error.ToString().Should().NotContain("top-secret");
        }
    }

    [Fact]
    public async Task Headers_carry_the_token_the_gateway_and_the_conversation()
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Json("""{"response":"x"}"""), ("gatewayId", "gate"), ("headers.x-team", "blue"));

        await rig.AskAsync(options: new() { ConversationId = "conv-1" });
        await rig.AskAsync(options: new() { ConversationId = "two\nlines" });

        RecordedRequest sent = rig.Handler.Requests[0];
        sent.Header("Authorization").Should().Be("Bearer cf-secret");
        sent.Header("cf-aig-gateway-id").Should().Be("gate");
        sent.Header("cf-aig-max-attempts").Should().Be("1");
        sent.Header("x-team").Should().Be("blue");
        sent.Header("x-session-affinity").Should().Be("conv-1");
        rig.Handler.Requests[1].Header("x-session-affinity").Should().BeNull();
    }

    [Fact]
    public async Task Without_a_gateway_there_are_no_gateway_headers_and_an_own_header_goes_first()
    {
        using WorkersAIRig plain = WorkersAIRig.Answering("""{"response":"x"}""");
        using WorkersAIRig own = WorkersAIRig.Answering("""{"response":"x"}""", ("gatewayId", "gate"), ("headers.cf-aig-max-attempts", "3"));

        await plain.AskAsync();
        await own.AskAsync();

        plain.Handler.Requests[0].Header("cf-aig-max-attempts").Should().BeNull();
        own.Handler.Requests[0].Header("cf-aig-max-attempts").Should().Be("3");
    }

    [Fact]
    public async Task Another_model_of_the_options_is_asked_in_its_own_way()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering("""{"response":"x"}""");

        await rig.AskAsync(options: new() { ModelId = WorkersAIRig.Newer });
        Func<Task> escape = () => rig.AskAsync(options: new() { ModelId = "@cf/../llama-3" });

        rig.Sent["model"]!.ToString().Should().Be(WorkersAIRig.Newer);
        await escape.Should().ThrowAsync<ArgumentException>();
    }

    private static async Task<JsonNode> SendAsync(string model, ChatOptions? options = null, string? path = null, params ChatMessage[] messages)
    {
        using WorkersAIRig rig = WorkersAIRig.Answering("""{"response":"x"}""");
        await rig.AskAsync(model, options: options, messages: messages);
        rig.Handler.Requests.Should().ContainSingle();
        rig.Handler.Requests[0].Path.Should().Be(path ?? rig.Handler.Requests[0].Path);
        return rig.Sent;
    }

    private static void Same(JsonNode sent, string expected) =>
        JsonNode.DeepEquals(sent, JsonNode.Parse(expected)).Should().BeTrue($"{sent.ToJsonString()} should be {expected}");

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}

using Microsoft.Extensions.AI;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.WorkersAI;

/// <summary>Every form an answer comes in, whichever endpoint it was asked of.</summary>
public sealed class AnswerTests
{
    private const string Usage = ""","usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}""";

    [Theory]
    [InlineData("""{"result":{"response":"hi"},"success":true,"errors":[]}""", "hi")]
    [InlineData("""{"result":{"response":42},"success":true}""", "42")]
    [InlineData("""{"result":{"response":0.50},"success":true}""", "0.50")]
    [InlineData("""{"result":{"response":true},"success":true}""", "true")]
    [InlineData("""{"success":true,"errors":[],"result":{"response":{"a": [1, 2]}}}""", """{"a": [1, 2]}""")]
    [InlineData("""{"result":{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]},"success":true}""", "hi")]
    [InlineData("""{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}""", "hi")]
    [InlineData("""{"result":{"choices":[{"message":{"content":7},"finish_reason":"stop"}]},"success":true}""", "7")]
    [InlineData("""{"response":"bare"}""", "bare")]
    [InlineData("""{"result":{"response":"","choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]},"success":true}""", "hi")]
    [InlineData("""{"result":{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"response":""},"success":true}""", "hi")]
    [InlineData("""{"result":{"choices":[],"response":"hi"},"success":true}""", "hi")]
    [InlineData("""{"result":{"choices":[{"finish_reason":"stop","text":"hi"}]},"success":true}""", "hi")]
    public async Task Every_form_is_read_unary_and_in_answer_to_a_streaming_request(string body, string expected)
    {
        foreach (string model in (string[])[WorkersAIRig.Native, WorkersAIRig.Newer])
        {
            foreach (bool stream in (bool[])[false, true])
            {
                using WorkersAIRig rig = WorkersAIRig.Answering(body);

                ChatResponse response = await rig.AskAsync(model, stream);

                response.Text.Should().Be(expected);
                response.ModelId.Should().Be(model);
                response.FinishReason.Should().Be(ChatFinishReason.Stop);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Native_calls_get_ids_and_keep_their_object_arguments(bool stream)
    {
        using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope(
            """{"response":null,"tool_calls":[{"name":"a","arguments":{"x":1}},{"name":"a","arguments":{"x":2}}]""" + Usage + "}"));

        ChatResponse response = await rig.AskAsync(stream: stream);

        FunctionCallContent[] calls = [.. response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>()];
        calls.Select(c => c.Name).Should().Equal("a", "a");
        calls.Select(c => c.Arguments!["x"]!.ToString()).Should().Equal("1", "2");
        calls.Select(c => c.CallId).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id.Length > 8);
        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        response.Text.Should().BeEmpty();
        response.Usage!.TotalTokenCount.Should().Be(7);
    }

    [Fact]
    public async Task Reasoning_calls_usage_and_bill_of_a_newer_model_are_read()
    {
        using WorkersAIRig rig = new(_ =>
        {
            HttpResponseMessage response = StubHttpHandler.Json(WorkersAIRig.InEnvelope("""
                {"id":"c1","model":"@cf/x/y","choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[
                 {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":5,"completion_tokens":6,"total_tokens":11,"prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":1},"neurons":2.8}}
                """));
            response.Headers.Add("cf-ai-neurons", "1.98");
            response.Headers.Add("cf-ai-req-id", "r1");
            return response;
        });

        ChatResponse answer = await rig.AskAsync(WorkersAIRig.Newer);

        answer.ResponseId.Should().Be("c1");
        answer.ModelId.Should().Be("@cf/x/y");
        answer.Messages[0].Contents.OfType<TextReasoningContent>().Single().Text.Should().Be("hm");
        answer.Messages[0].Contents.OfType<FunctionCallContent>().Single().CallId.Should().Be("call_1");
        answer.Usage.Should().BeEquivalentTo(new { InputTokenCount = 5, OutputTokenCount = 6, TotalTokenCount = 11, CachedInputTokenCount = 2, ReasoningTokenCount = 1 });
        answer.AdditionalProperties!["cf-ai-neurons"].Should().Be(2.8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_bill_in_a_header_reaches_the_response_and_the_request_id_is_its_id(bool stream)
    {
        using WorkersAIRig rig = new(_ =>
        {
            HttpResponseMessage response = stream
                ? StubHttpHandler.EventStream("data: {\"response\":\"hi\"}\n\ndata: [DONE]\n\n")
                : StubHttpHandler.Json(WorkersAIRig.InEnvelope("""{"response":"hi"}"""));
            response.Headers.Add("cf-ai-neurons", "1.98");
            response.Headers.Add("cf-ai-req-id", "r1");
            return response;
        });

        ChatResponse answer = await rig.AskAsync(stream: stream);

        answer.AdditionalProperties!["cf-ai-neurons"].Should().Be(1.98);
        answer.ResponseId.Should().Be("r1");
        answer.Messages.Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_told_in_both_forms_is_one_call(bool stream)
    {
        const string Choice = """{"message":{"content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}""";
        const string Native = """[{"name":"f","arguments":{"a":1}}]""";
        foreach (string result in (string[])[$$"""{"choices":[{{Choice}}],"tool_calls":{{Native}}}""", $$"""{"tool_calls":{{Native}},"choices":[{{Choice}}]}"""])
        {
            using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope(result));

            ChatResponse response = await rig.AskAsync(stream: stream);

            response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Should().ContainSingle().Which.CallId.Should().Be("t1");
        }
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public async Task A_limit_under_its_own_name_is_the_callers_and_tells_the_finish(string name)
    {
        ChatOptions options = new() { AdditionalProperties = new() { [name] = 4 } };
        using WorkersAIRig rig = WorkersAIRig.Answering(WorkersAIRig.InEnvelope("""{"response":"hi" """ + Usage + "}"));

        (await rig.AskAsync(options: options)).FinishReason.Should().Be(ChatFinishReason.Length);

        rig.Sent.AsObject().Where(field => field.Key.StartsWith("max_", StringComparison.Ordinal)).Select(field => $"{field.Key} {field.Value}").Should().Equal($"{name} 4");
    }

    [Theory]
    [InlineData(4, "length")]
    [InlineData(5, "stop")]
    public async Task A_native_answer_as_long_as_was_allowed_ended_by_length(int allowed, string expected)
    {
        ChatOptions options = new() { MaxOutputTokens = allowed };
        using WorkersAIRig unary = WorkersAIRig.Answering(WorkersAIRig.InEnvelope("""{"response":"hi" """ + Usage + "}"));
        using WorkersAIRig stream = WorkersAIRig.Streaming(
            "data: {\"response\":\"hi\"}\n\ndata: {\"response\":\"\"" + Usage + "}\n\ndata: [DONE]\n\n");

        (await unary.AskAsync(options: options)).FinishReason.Should().Be(new ChatFinishReason(expected));
        (await stream.AskAsync(stream: true, options: options)).FinishReason.Should().Be(new ChatFinishReason(expected));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"result":null,"success":true}""")]
    [InlineData("""{"result":{},"success":true}""")]
    [InlineData("""{"result":{"response":null},"success":true}""")]
    [InlineData("""{"result":{"response":null,"tool_calls":[],"usage":{"prompt_tokens":1}},"success":true}""")]
    [InlineData("""{"result":{"description":null},"success":true}""")]
    [InlineData("""{"result":"text","success":true}""")]
    [InlineData("""{"result":{"response":"hi"},"success":true}x""")]
    [InlineData("""{"result":{"response":"hi"}""")]
    [InlineData("""{"result":{"response":"\ud800"}}""")]
    [InlineData("""{"result":{"response":"hi"},"success":false,"errors":[]}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task What_is_no_answer_is_malformed(string body)
    {
        using WorkersAIRig rig = WorkersAIRig.Answering(body);

        (await rig.FailAsync()).Failure.Class.Should().Be(FailureClass.Malformed);
        (await rig.FailAsync(stream: true)).Failure.Class.Should().Be(FailureClass.Malformed);
    }
}

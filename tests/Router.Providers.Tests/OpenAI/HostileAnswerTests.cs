using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.OpenAI;

/// <summary>Answers that servers really send, and on which the official client throws or loses data.</summary>
public sealed class HostileAnswerTests
{
    [Theory]
    [InlineData("6", "6")]
    [InlineData("0.50", "0.50")]
    [InlineData("true", "true")]
    [InlineData("1e3", "1e3")]
    [InlineData("\" 5\"", " 5")]
    [InlineData("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]""", "ab")]
    public async Task A_value_in_the_place_of_text_keeps_its_exact_text(string content, string expected)
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer($"{{\"content\":{content}}}"));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks("{\"content\":\"$\"}", $"{{\"content\":{content}}}", "{\"content\":null}"));

        (await unary.AskAsync()).Text.Should().Be(expected);
        (await stream.StreamAsync()).ToChatResponse().Text.Should().Be("$" + expected);
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("model_length", "length")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("function_call", "tool_calls")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("eos_token", "eos_token")]
    public async Task Every_finish_reason_is_taken(string reason, string expected)
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}""", $"\"{reason}\""));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks(["""{"content":"x"}"""], reason));

        (await unary.AskAsync()).FinishReason.Should().Be(new ChatFinishReason(expected));
        (await stream.StreamAsync()).ToChatResponse().FinishReason.Should().Be(new ChatFinishReason(expected));
    }

    [Fact]
    public async Task An_answer_without_a_finish_reason_has_none()
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}""", "null"));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks(["""{"content":"x"}"""], finish: null));

        (await unary.AskAsync()).FinishReason.Should().BeNull();
        (await stream.StreamAsync()).ToChatResponse().Should().BeEquivalentTo(new { Text = "x", FinishReason = (ChatFinishReason?)null });
    }

    [Fact]
    public async Task A_finish_reason_of_error_is_a_failure()
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}""", "\"error\""));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks(["""{"content":"x"}"""], "error"));

        (await unary.FailAsync()).Class.Should().Be(FailureClass.Malformed);
        (await stream.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task A_stream_that_ends_without_finish_reason_and_done_was_cut()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(OpenAIRig.Chunks(["""{"content":"x"}"""], finish: null, done: false));

        (await rig.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task A_stream_that_ends_after_its_finish_reason_is_whole()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(OpenAIRig.Chunks(["""{"content":"x"}"""], "stop", done: false));

        (await rig.StreamAsync()).ToChatResponse().Text.Should().Be("x");
    }

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[]}\n\ndata: [DONE]\n\n")]
    [InlineData(": nothing\n\n")]
    [InlineData("")]
    [InlineData("<html>hello</html>")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]\n\ndata: [DONE]\n\n")]
    [InlineData("data: hello\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\ndata: [DONE]\n\n")]
    public async Task A_stream_without_an_answer_is_malformed(string stream)
    {
        using OpenAIRig rig = OpenAIRig.Streaming(stream);

        (await rig.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":null}""")]
    [InlineData("""{"choices":"none"}""")]
    [InlineData("""{"choices":[null]}""")]
    [InlineData("""{"choices":[{"message":{"content":"x"}}]""")]
    [InlineData("""{"choices":[{"message":{"content":"x"}}]} trailing""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("<html>hello</html>")]
    public async Task An_answer_without_a_choice_is_malformed_in_both_modes(string body)
    {
        using OpenAIRig rig = OpenAIRig.Answering(body);

        (await rig.FailAsync()).Class.Should().Be(FailureClass.Malformed);
        (await rig.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task JSON_in_answer_to_a_streaming_request_is_the_whole_answer(string mediaType)
    {
        string body = """{"id":"c1","choices":[{"message":{"content":"whole"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""";
        using OpenAIRig rig = new(_ => StubHttpHandler.Body(System.Text.Encoding.UTF8.GetBytes(body), mediaType));

        ChatResponse response = (await rig.StreamAsync()).ToChatResponse();

        response.Should().BeEquivalentTo(new { Text = "whole", ResponseId = "c1", FinishReason = ChatFinishReason.Stop });
        response.Usage!.OutputTokenCount.Should().Be(2);
    }

    [Fact]
    public async Task A_stream_under_another_label_is_still_a_stream()
    {
        using OpenAIRig rig = new(_ => StubHttpHandler.Body(
            System.Text.Encoding.UTF8.GetBytes(": hi\n\n" + OpenAIRig.Chunks("""{"content":"a"}""", """{"content":"b"}""")), "text/plain"));

        (await rig.StreamAsync()).ToChatResponse().Text.Should().Be("ab");
    }

    [Fact]
    public async Task Counts_are_taken_however_they_are_written()
    {
        using OpenAIRig rig = OpenAIRig.Answering("""
            {"created":1727888631.5,"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":8.0,"completion_tokens":"12","total_tokens":20.0,
             "prompt_tokens_details":null,"completion_tokens_details":{"reasoning_tokens":null,"accepted_prediction_tokens":3,"rejected_prediction_tokens":4},"neurons":1.5}}
            """);

        ChatResponse response = await rig.AskAsync();

        response.CreatedAt!.Value.ToUnixTimeSeconds().Should().Be(1727888631);
        response.Usage!.InputTokenCount.Should().Be(8);
        response.Usage.OutputTokenCount.Should().Be(12);
        response.Usage.TotalTokenCount.Should().Be(20);
        response.Usage.ReasoningTokenCount.Should().BeNull();
        response.Usage.AdditionalCounts.Should().Equal(new Dictionary<string, long>
        {
            ["OutputTokenDetails.AcceptedPredictionTokenCount"] = 3,
            ["OutputTokenDetails.RejectedPredictionTokenCount"] = 4,
        });
    }

    [Fact]
    public async Task Cumulative_usage_on_every_chunk_is_not_summed()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"total_tokens\":6}}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}}\n\ndata: [DONE]\n\n");

        List<ChatResponseUpdate> updates = await rig.StreamAsync();

        updates.SelectMany(u => u.Contents).OfType<UsageContent>().Should().ContainSingle().Which.Details.TotalTokenCount.Should().Be(7);
        updates.ToChatResponse().Usage!.TotalTokenCount.Should().Be(7);
    }

    [Theory]
    [InlineData("""{"reasoning_content":"hm"}""")]
    [InlineData("""{"reasoning":"hm"}""")]
    [InlineData("""{"reasoning":"hm","reasoning_content":"hm"}""")]
    public async Task Reasoning_is_taken_once_under_either_name(string message)
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer(message));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks(message));

        (await unary.AskAsync()).Messages[0].Contents.OfType<TextReasoningContent>().Single().Text.Should().Be("hm");
        (await stream.StreamAsync()).ToChatResponse().Messages[0].Contents.OfType<TextReasoningContent>().Single().Text.Should().Be("hm");
    }

    [Fact]
    public async Task A_refusal_is_an_error_content_in_both_modes()
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":null,"refusal":"I'm very sorry"}"""));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks("""{"refusal":"I'm very"}""", """{"refusal":" sorry"}"""));

        foreach (ChatResponse response in (ChatResponse[])[await unary.AskAsync(), (await stream.StreamAsync()).ToChatResponse()])
        {
            ErrorContent[] errors = [.. response.Messages[0].Contents.OfType<ErrorContent>()];
            string.Concat(errors.Select(e => e.Message)).Should().Be("I'm very sorry");
            errors.Should().OnlyContain(e => e.ErrorCode == "Refusal");
        }
    }

    [Fact]
    public async Task Citations_stand_on_the_text()
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer(
            """{"content":"See here","annotations":[{"type":"url_citation","url_citation":{"start_index":4,"end_index":8,"url":"https://a.test/x","title":"A"}},{"type":"other"}]}"""));

        CitationAnnotation citation = (await rig.AskAsync()).Messages[0].Contents.OfType<TextContent>().Single()
            .Annotations.Should().ContainSingle().Which.Should().BeOfType<CitationAnnotation>().Which;

        citation.Should().BeEquivalentTo(new { Url = new Uri("https://a.test/x"), Title = "A" });
        citation.AnnotatedRegions!.Single().Should().BeEquivalentTo(new { StartIndex = 4, EndIndex = 8 });
    }

    [Fact]
    public async Task Audio_comes_as_data_and_its_transcript_as_text()
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer(
            $$$"""{"content":null,"audio":{"id":"a","data":"{{{Convert.ToBase64String("RIFFxxxx"u8)}}}","transcript":"spoken"}}"""));

        ChatMessage message = (await rig.AskAsync()).Messages[0];

        message.Text.Should().Be("spoken");
        message.Contents.OfType<DataContent>().Single().MediaType.Should().Be("audio/wav");
    }

    [Fact]
    public async Task Only_the_first_choice_is_the_answer()
    {
        using OpenAIRig unary = OpenAIRig.Answering("""{"choices":[{"message":{"content":"b"},"index":1},{"index":0,"message":{"content":"a"}},{"index":0,"message":{"content":"c"}}]}""");
        using OpenAIRig stream = OpenAIRig.Streaming(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}\n\ndata: [DONE]\n\n");

        (await unary.AskAsync()).Text.Should().Be("a");
        (await stream.StreamAsync()).ToChatResponse().Text.Should().Be("a");
    }

    [Fact]
    public async Task What_has_no_place_of_its_own_is_in_the_raw_representation()
    {
        using OpenAIRig unary = OpenAIRig.Answering("""{"own":1,"choices":[{"message":{"content":"x"}}]}""");
        using OpenAIRig stream = OpenAIRig.Streaming(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[1]}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"logprobs\":null}]}\n\ndata: [DONE]\n\n");

        ((JsonElement)(await unary.AskAsync()).RawRepresentation!).GetProperty("own").GetInt32().Should().Be(1);
        List<ChatResponseUpdate> updates = await stream.StreamAsync();
        ((JsonElement)updates[0].RawRepresentation!).GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content")[0].GetInt32().Should().Be(1);
        updates[1].RawRepresentation.Should().BeNull();
    }
}

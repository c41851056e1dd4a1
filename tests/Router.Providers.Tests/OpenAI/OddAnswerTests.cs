using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.OpenAI;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.OpenAI;

/// <summary>Answers that are valid JSON and still no answer, or more of one than meets the eye.</summary>
public sealed class OddAnswerTests
{
    [Theory]
    [InlineData("""{"choices":[{}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":null,"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":null},"finish_reason":null}]}""")]
    public async Task A_choice_that_says_nothing_is_no_answer_in_either_mode(string body)
    {
        using OpenAIRig rig = OpenAIRig.Answering(body);

        (await rig.FailAsync()).Class.Should().Be(FailureClass.Malformed);
        (await rig.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task A_role_and_nothing_else_before_the_end_marker_is_no_answer()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(OpenAIRig.Chunks(["""{"role":"assistant","content":""}"""], finish: null));

        (await rig.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task An_empty_answer_that_says_it_stopped_is_an_answer()
    {
        using OpenAIRig unary = OpenAIRig.Answering(OpenAIRig.Answer("""{"role":"assistant","content":""}"""));
        using OpenAIRig stream = OpenAIRig.Streaming(OpenAIRig.Chunks("""{"role":"assistant","content":""}"""));

        (await unary.AskAsync()).FinishReason.Should().Be(ChatFinishReason.Stop);
        (await stream.StreamAsync()).ToChatResponse().FinishReason.Should().Be(ChatFinishReason.Stop);
    }

    [Theory]
    [InlineData("""{"object":"error","message":"no such path","type":"NotFoundError","code":404}""", FailureClass.CallerFault)]
    [InlineData("""{"object":"error","message":"the model is gone","code":404}""", FailureClass.ModelGone)]
    [InlineData("""{"detail":"overloaded","code":"server_is_overloaded"}""", FailureClass.Capacity)]
    [InlineData("""{"message":"boom"}""", FailureClass.Malformed)]
    public async Task An_error_without_its_envelope_is_an_error_wherever_it_stands(string error, FailureClass expected)
    {
        using OpenAIRig unary = OpenAIRig.Answering(error);
        using OpenAIRig stream = OpenAIRig.Streaming(
            OpenAIRig.Chunks(["""{"content":"half of"}"""], finish: null, done: false) + $"data: {error}\n\ndata: [DONE]\n\n");

        (await unary.FailAsync()).Class.Should().Be(expected);
        (await stream.FailAsync(stream: true)).Class.Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"the re""")]
    [InlineData("""{"choices":[{"delta":{"content":"the re""")]
    [InlineData("""{"choices":[{""")]
    public async Task Text_that_is_cut_after_the_finish_reason_is_missed(string cut)
    {
        string begun = OpenAIRig.Chunks(["""{"content":"a"}"""], "stop", done: false);
        using OpenAIRig text = OpenAIRig.Streaming(begun + "data: " + cut);
        using OpenAIRig usage = OpenAIRig.Streaming(begun + """data: {"choices":[],"usage":{"prompt_""");

        (await text.FailAsync(stream: true)).Class.Should().Be(FailureClass.Malformed);
        (await usage.StreamAsync()).ToChatResponse().Text.Should().Be("a");
    }

    [Fact]
    public async Task Text_after_the_finish_reason_still_belongs_to_the_answer()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\ndata: [DONE]\n\n");

        (await rig.StreamAsync()).ToChatResponse().Should().BeEquivalentTo(new { Text = "ab", FinishReason = ChatFinishReason.Stop });
    }

    [Fact]
    public async Task A_whole_message_that_repeats_the_stream_is_not_said_twice()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n"
            + "data: {\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"ab\"}}],\"usage\":{\"prompt_tokens\":1}}\n\ndata: [DONE]\n\n");

        ChatResponse response = (await rig.StreamAsync()).ToChatResponse();

        response.Should().BeEquivalentTo(new { Text = "ab", FinishReason = ChatFinishReason.Stop });
        response.Usage!.InputTokenCount.Should().Be(1);
    }

    [Fact]
    public async Task An_event_without_data_keeps_a_stream_alive()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(
            "data:\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: \n\n" + OpenAIRig.Chunks("""{"content":"b"}"""));

        (await rig.StreamAsync()).ToChatResponse().Text.Should().Be("ab");
    }

    [Theory]
    [InlineData("""["a","b"]""")]
    [InlineData("""["a",{"type":"text","text":"b"}]""")]
    [InlineData("""[{"type":"thinking","thinking":[{"text":"hm"}]},{"type":"text","text":"ab"}]""")]
    public async Task Parts_of_text_may_be_bare_strings(string content)
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer($"{{\"content\":{content}}}"));

        (await rig.AskAsync()).Text.Should().Be("ab");
    }

    [Fact]
    public async Task A_refusal_among_the_parts_is_a_refusal()
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":[{"type":"refusal","refusal":"no"}]}"""));

        (await rig.AskAsync()).Messages[0].Contents.Should().ContainSingle().Which.Should().BeOfType<ErrorContent>().Which.Message.Should().Be("no");
    }

    [Fact]
    public async Task A_streamed_refusal_is_one_content()
    {
        using OpenAIRig rig = OpenAIRig.Streaming(OpenAIRig.Chunks("""{"refusal":"I'm very"}""", """{"refusal":" sorry"}"""));

        ErrorContent refusal = (await rig.StreamAsync()).SelectMany(update => update.Contents).OfType<ErrorContent>().Should().ContainSingle().Which;

        refusal.Message.Should().Be("I'm very sorry");
        refusal.ErrorCode.Should().Be("Refusal");
    }

    [Fact]
    public async Task Counts_below_zero_and_beyond_measure_are_none()
    {
        using OpenAIRig rig = OpenAIRig.Answering(
            """{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":-5,"completion_tokens":1e400,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":-1}}}""");

        UsageDetails usage = (await rig.AskAsync()).Usage!;

        usage.InputTokenCount.Should().BeNull();
        usage.OutputTokenCount.Should().BeNull();
        usage.CachedInputTokenCount.Should().BeNull();
        usage.TotalTokenCount.Should().Be(7);
    }

    [Fact]
    public async Task A_byte_order_mark_before_a_document_is_none_of_it()
    {
        byte[] Marked(string json) => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)];
        using OpenAIRig answer = new(_ => StubHttpHandler.Body(Marked(OpenAIRig.Answer("""{"content":"x"}""")), "application/json"));
        using OpenAIRig stream = new(_ => StubHttpHandler.Body(Marked(OpenAIRig.Chunks("""{"content":"x"}""")), "text/plain"));
        using OpenAIRig error = new(_ => StubHttpHandler.Body(
            Marked("""{"error":{"message":"spent","code":"credit_balance_exhausted"}}"""), "application/json", System.Net.HttpStatusCode.TooManyRequests));

        (await answer.AskAsync()).Text.Should().Be("x");
        (await stream.StreamAsync()).ToChatResponse().Text.Should().Be("x");
        (await error.FailAsync()).Class.Should().Be(FailureClass.QuotaExhausted);
    }

    [Theory]
    [InlineData("text/event-stream; charset")]
    [InlineData("text/event-stream;")]
    [InlineData("Text/Event-Stream;charset=utf-8;")]
    [InlineData("text/event-stream, text/event-stream")]
    public async Task A_stream_is_one_though_its_label_is_not_well_formed(string label)
    {
        using OpenAIRig rig = new(_ =>
        {
            HttpResponseMessage answer = new() { Content = new StreamContent(new EndlessStart(OpenAIRig.Chunks(["""{"content":"x"}"""], finish: null, done: false))) };
            answer.Content.Headers.TryAddWithoutValidation("Content-Type", label);
            return answer;
        });

        await foreach (ChatResponseUpdate update in rig.Chat.GetStreamingResponseAsync("hi"))
        {
            update.Text.Should().Be("x", "it is handed on before the stream ends");
            break;
        }
    }

    [Fact]
    public async Task No_text_of_a_broken_answer_is_in_the_exception()
    {
        const string Broken = """{"choices":[{"message":{"content":"x"}}],"n":nothing but secrets here}""";
        using OpenAIRig unary = OpenAIRig.Answering(Broken);
        using OpenAIRig stream = OpenAIRig.Streaming($"data: {Broken}\n\n");

        foreach (Func<Task> act in (Func<Task>[])[() => unary.AskAsync(), () => stream.StreamAsync(), () => Images(unary)])
        {
            (await act.Should().ThrowAsync<ProviderException>()).Which.ToString().Should().NotContain("secrets");
        }

        static Task Images(OpenAIRig rig) => rig.Provider.CreateImageGenerator(new("dall-e-2"))!.GenerateAsync(new("x"));
    }

    [Theory]
    [InlineData("tell me a secret")]
    [InlineData("a\nb")]
    public async Task A_code_that_is_no_token_is_not_handed_on_since_codes_are_logged(string code)
    {
        string error = $$$"""{"error":{"message":"m","type":"{{{JsonEncodedText.Encode(code)}}}","code":"{{{JsonEncodedText.Encode(code)}}}"}}""";
        using OpenAIRig rig = new(_ => StubHttpHandler.Json(error, System.Net.HttpStatusCode.BadRequest));

        ProviderException failure = (await FluentActions.Awaiting(() => rig.AskAsync()).Should().ThrowAsync<ProviderException>()).Which;

        failure.Code.Should().BeNull();
        rig.Provider.Classifier.Classify(failure).Should().BeEquivalentTo(new { Class = FailureClass.CallerFault, Code = (string?)null });
    }

    [Fact]
    public void The_adapter_alone_answers_with_its_classifier()
    {
        using OpenAIRig rig = OpenAIRig.Answering("{}");
        using IImageGenerator images = rig.Provider.CreateImageGenerator(new("gpt-image-1"))!;

        rig.Chat.GetService(typeof(FailureClassifier)).Should().BeSameAs(OpenAIFailureClassifier.Instance);
        images.GetService(typeof(FailureClassifier)).Should().BeSameAs(OpenAIFailureClassifier.Instance);
        rig.Chat.GetService(typeof(FailureClassifier), "key").Should().BeNull();
    }

    /// <summary>Gives out its text, then fails the test that reads on.</summary>
    private sealed class EndlessStart(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new InvalidOperationException("The stream was read to its end.");
    }
}

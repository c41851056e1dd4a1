using System.Text.Json.Nodes;
using Router.Emulators.Tests.Support;
using Router.Emulators.WorkersAI;

namespace Router.Emulators.Tests.Faults;

public sealed class WorkersAIErrorTests : EmulatorTest
{
    private const string Hello = """{"prompt":"hello"}""";

    public static TheoryData<string> AllCodes => [.. WorkersAIErrors.Codes];

    [Theory]
    [InlineData("3021", 429, "per min rate")]
    [InlineData("3036", 429, "daily free allocation")]
    [InlineData("3040", 429, "apacity")]
    [InlineData("3046", 408, "Request timeout")]
    [InlineData("4006", 429, "daily free allocation")]
    [InlineData("5006", 400, "Bad input")]
    [InlineData("5007", 400, "No such model")]
    [InlineData("5016", 403, "agree")]
    [InlineData("5018", 403, "not allowed")]
    [InlineData("5028", 410, "deprecated")]
    [InlineData("5035", 403, "Workers Paid")]
    [InlineData("3030.context", 400, "Max context reached")]
    [InlineData("3030.sequence", 400, "Sequence too long")]
    [InlineData("3030.flagged", 400, "output has been flagged")]
    [InlineData("3030.image", 400, "nable to decode image file")]
    [InlineData("8007.context", 400, "maximum context length")]
    [InlineData("8007.nsfw", 400, "NSFW")]
    [InlineData("7001", 405, "not supported for requested URI")]
    [InlineData("7003", 404, "object identifier is invalid")]
    [InlineData("7009", 502, "unavailable")]
    [InlineData("10000", 401, "Authentication error")]
    public async Task Code_is_answered_with_its_status_and_message(string code, int status, string text)
    {
        using HttpResponseMessage response = await PostAsync(
            Emulators.WorkersAI, Run("@cf/meta/llama-3.1-8b-instruct"), Hello, $"code={code}");
        JsonNode body = await ReadJsonAsync(response);

        ((int)response.StatusCode).Should().Be(status);
        body["success"]!.GetValue<bool>().Should().BeFalse();
        body["errors"]![0]!["code"]!.GetValue<int>().Should().Be(int.Parse(code.Split('.')[0], null));
        body["errors"]![0]!["message"]!.GetValue<string>().Should().Contain(text);
    }

    [Theory]
    [MemberData(nameof(AllCodes))]
    public async Task No_error_carries_a_retry_after_unless_it_is_asked_for(string code)
    {
        using HttpResponseMessage without = await PostAsync(
            Emulators.WorkersAI, Run("@cf/meta/llama-3.1-8b-instruct"), Hello, $"code={code}");
        using HttpResponseMessage with = await PostAsync(
            Emulators.WorkersAI, Run("@cf/meta/llama-3.1-8b-instruct"), Hello, $"code={code}; retry-after=60");

        without.IsSuccessStatusCode.Should().BeFalse();
        without.Headers.RetryAfter.Should().BeNull();
        with.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("3040", "errors", "success", "result", "messages")]
    [InlineData("10000", "result", "success", "errors", "messages")]
    [InlineData("3040; envelope=edge", "result", "success", "errors", "messages")]
    [InlineData("10000; envelope=model", "errors", "success", "result", "messages")]
    public async Task Envelope_has_the_order_of_the_layer_that_answers(string fault, params string[] order)
    {
        JsonNode body = await PostForJsonAsync(
            Emulators.WorkersAI, Run("@cf/meta/llama-3.1-8b-instruct"), Hello, $"code={fault}");

        body.AsObject().Select(field => field.Key).Should().Equal(order);
    }

    [Fact]
    public async Task Message_of_the_model_layer_has_the_prefix_twice_and_the_request_id()
    {
        using HttpResponseMessage response = await PostAsync(
            Emulators.WorkersAI, Run("@cf/meta/llama-3.1-8b-instruct"), Hello, "code=3040");
        string message = (await ReadJsonAsync(response))["errors"]![0]!["message"]!.GetValue<string>();

        message.Should().StartWith("AiError: AiError: ")
            .And.EndWith($"({response.Headers.GetValues("cf-ai-req-id").Single()})");
    }

    [Fact]
    public async Task Error_inside_a_stream_is_an_envelope_in_a_data_line()
    {
        List<JsonNode> frames = await PostForFramesAsync(
            Emulators.WorkersAI,
            Run("@cf/meta/llama-3.1-8b-instruct"),
            """{"prompt":"hello","stream":true}""",
            "error-after=2; code=3040");

        frames.Should().HaveCount(3);
        frames[2]["errors"]![0]!["code"]!.GetValue<int>().Should().Be(3040);
    }
}

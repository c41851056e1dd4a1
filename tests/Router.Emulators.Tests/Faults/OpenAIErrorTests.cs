using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Router.Emulators.Faults;
using Router.Emulators.OpenAI;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Faults;

public sealed class OpenAIErrorTests : EmulatorTest
{
    private const string Hello = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}""";

    public static TheoryData<string> AllCodes => [.. OpenAIErrors.Codes];

    [Theory]
    [InlineData("rate_limit_exceeded", 429, "tokens", "rate_limit_exceeded")]
    [InlineData("rate_limit_exceeded.requests", 429, "requests", "rate_limit_exceeded")]
    [InlineData("rate_limit_exceeded.too_large", 429, "tokens", "rate_limit_exceeded")]
    [InlineData("slow_down", 429, "rate_limit_error", "slow_down")]
    [InlineData("insufficient_quota", 429, "insufficient_quota", "insufficient_quota")]
    [InlineData("credit_balance_exhausted", 429, "insufficient_quota", "credit_balance_exhausted")]
    [InlineData("invalid_api_key", 401, "invalid_request_error", "invalid_api_key")]
    [InlineData("model_not_found", 404, "invalid_request_error", "model_not_found")]
    [InlineData("context_length_exceeded", 400, "invalid_request_error", "context_length_exceeded")]
    [InlineData("server_error", 500, "server_error", null)]
    [InlineData("server_is_overloaded", 503, "service_unavailable_error", "server_is_overloaded")]
    [InlineData("slow_down.503", 503, "service_unavailable_error", "slow_down")]
    public async Task Code_is_answered_with_its_status_type_and_body(string code, int status, string type, string? sent)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello, $"code={code}");
        JsonNode error = (await ReadJsonAsync(response))["error"]!;

        ((int)response.StatusCode).Should().Be(status);
        error["type"]!.GetValue<string>().Should().Be(type);
        error["code"]?.GetValue<string>().Should().Be(sent);
        error.AsObject().Select(field => field.Key).Should().Equal("message", "type", "param", "code");
    }

    [Theory]
    [MemberData(nameof(AllCodes))]
    public async Task Every_code_can_be_planned_for_the_next_request_only(string code)
    {
        Emulators.OpenAI.Faults.Next(Fault.WithCode(code));

        using HttpResponseMessage first = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello);
        using HttpResponseMessage second = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello);

        ((int)first.StatusCode).Should().BeGreaterThanOrEqualTo(400);
        second.IsSuccessStatusCode.Should().BeTrue();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task Status_alone_gives_the_usual_error_of_that_status(int status)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello, $"status={status}");

        ((int)response.StatusCode).Should().Be(status);
        (await ReadJsonAsync(response))["error"]!["message"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("retry-after=2", "Retry-After", "2")]
    [InlineData("retry-after=-5", "Retry-After", "-5")]
    [InlineData("retry-after=soon", "Retry-After", "soon")]
    [InlineData("retry-after-ms=1500", "retry-after-ms", "1500")]
    [InlineData("ratelimit-reset=7", "ratelimit-reset", "7")]
    public async Task Each_form_of_retry_after_is_sent_verbatim(string form, string header, string value)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello, $"status=429; {form}");

        response.Headers.NonValidated[header].ToString().Should().Be(value);
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_counted_from_the_emulator_s_clock()
    {
        ManualClock clock = new();
        await using EmulatorHost host = await EmulatorHost.StartAsync(new EmulatorOptions { TimeProvider = clock }, Guard);

        using HttpResponseMessage response = await PostAsync(host.OpenAI, "/chat/completions", Hello, "status=429; retry-after=date:30");

        response.Headers.RetryAfter.Should().Be(new RetryConditionHeaderValue(clock.GetUtcNow().AddSeconds(30)));
    }

    [Fact]
    public async Task Wait_named_in_the_text_only_replaces_the_usual_one()
    {
        JsonNode body = await PostForJsonAsync(Emulators.OpenAI, "/chat/completions", Hello, "code=rate_limit_exceeded; retry-text=6m0s");

        body["error"]!["message"]!.GetValue<string>().Should().EndWith("Please try again in 6m0s.");
    }

    [Theory]
    [InlineData("cod=slow_down")]
    [InlineData("status=many")]
    [InlineData("code=no_such_code")]
    [InlineData("delay=soon")]
    public async Task Fault_that_is_not_understood_is_never_a_healthy_answer(string fault)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello, fault);

        ((int)response.StatusCode).Should().Be(500);
        (await response.Content.ReadAsStringAsync(Guard)).Should().StartWith("fault: ");
    }

    [Fact]
    public async Task Fault_for_some_requests_leaves_the_others_alone()
    {
        Emulators.OpenAI.Faults.When(request => request.Path.EndsWith("embeddings", StringComparison.Ordinal), Fault.WithStatus(503), times: 2);

        using HttpResponseMessage chat = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello);
        List<int> embeddings = [];
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await PostAsync(
                Emulators.OpenAI, "/embeddings", """{"model":"text-embedding-3-small","input":"x"}""");
            embeddings.Add((int)response.StatusCode);
        }

        chat.IsSuccessStatusCode.Should().BeTrue();
        embeddings.Should().Equal(503, 503, 200);
    }
}

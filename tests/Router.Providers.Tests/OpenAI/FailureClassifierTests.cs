using System.Net;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.OpenAI;

public sealed class FailureClassifierTests
{
    public static TheoryData<int, string, string?, FailureClass> Rows => new()
    {
        { 400, Error("bad", "invalid_request_error", "invalid_function_parameters"), "invalid_function_parameters", FailureClass.CallerFault },
        { 400, Error("bad", "invalid_request_error", null), null, FailureClass.CallerFault },
        { 400, Error("no", "invalid_request_error", "model_not_available"), "model_not_available", FailureClass.ModelGone },
        { 400, Error("long", "invalid_request_error", "context_length_exceeded"), "context_length_exceeded", FailureClass.ContextTooLong },
        { 400, Error("This model's maximum context length is 4096 tokens. However, you requested 5000.", "BadRequestError", "400"), "400", FailureClass.ContextTooLong },
        { 400, Error("the request exceeds the available context size, try increasing it", "exceed_context_size_error", "400"), "400", FailureClass.ContextTooLong },
        { 400, Error("prompt is too long: 210000 tokens > 200000 maximum", "invalid_request_error", null), null, FailureClass.ContextTooLong },
        { 413, Error("Input exceeds the model's context window", null, null), null, FailureClass.ContextTooLong },
        { 400, Error("no", "invalid_request_error", "content_policy_violation"), "content_policy_violation", FailureClass.ContentPolicy },
        { 400, Error("The response was filtered by the content management policy.", null, "content_filter"), "content_filter", FailureClass.ContentPolicy },
        { 400, Error("Your request was rejected by the safety system.", "image_generation_user_error", "moderation_blocked"), "moderation_blocked", FailureClass.ContentPolicy },
        { 400, Error("Your request was rejected as a result of our safety system.", "invalid_request_error", null), null, FailureClass.ContentPolicy },
        { 400, Error("Your credit balance is too low to access the API.", "invalid_request_error", null), null, FailureClass.QuotaExhausted },
        { 500, Error("the request exceeds the available context size", "server_error", null), null, FailureClass.ContextTooLong },
        { 401, Error("no", "invalid_request_error", "invalid_api_key"), "invalid_api_key", FailureClass.Credential },
        { 401, Error("You must be a member of an organization to use the API", null, null), null, FailureClass.Credential },
        { 402, Error("pay", null, null), null, FailureClass.QuotaExhausted },
        { 403, Error("Country, region, or territory not supported", "request_forbidden", "unsupported_country_region_territory"), "unsupported_country_region_territory", FailureClass.Credential },
        { 404, Error("The model `gpt-9` does not exist", "invalid_request_error", "model_not_found"), "model_not_found", FailureClass.ModelGone },
        { 404, Error("model \"llama9\" not found, try pulling it first", "api_error", null), null, FailureClass.ModelGone },
        { 404, Error("Invalid URL (POST /v1/chatt)", "invalid_request_error", null), null, FailureClass.CallerFault },
        { 404, """{"detail":"Not Found"}""", null, FailureClass.CallerFault },
        { 409, Error("conflict", null, null), null, FailureClass.CallerFault },
        { 415, "", null, FailureClass.CallerFault },
        { 422, """{"detail":[{"loc":["body"],"msg":"field required"}]}""", null, FailureClass.CallerFault },
        { 429, Error("Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000. Please try again in 84ms.", "tokens", "rate_limit_exceeded"), "rate_limit_exceeded", FailureClass.RateLimited },
        { 429, Error("Rate limit reached", "requests", "rate_limit_exceeded"), "rate_limit_exceeded", FailureClass.RateLimited },
        { 429, Error("Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.", "tokens", "rate_limit_exceeded"), "rate_limit_exceeded", FailureClass.CallerFault },
        { 429, Error("slow", "rate_limit_error", "slow_down"), "slow_down", FailureClass.RateLimited },
        { 429, Error("You exceeded your current quota", "insufficient_quota", "insufficient_quota"), "insufficient_quota", FailureClass.QuotaExhausted },
        { 429, Error("spent", "insufficient_quota", "credit_balance_exhausted"), "credit_balance_exhausted", FailureClass.QuotaExhausted },
        { 429, Error("spent", null, "organization_spend_limit_exceeded"), "organization_spend_limit_exceeded", FailureClass.QuotaExhausted },
        { 429, Error("spent", null, "project_spend_limit_exceeded"), "project_spend_limit_exceeded", FailureClass.QuotaExhausted },
        { 429, Error("spent", null, "organization_usage_limit_exceeded"), "organization_usage_limit_exceeded", FailureClass.QuotaExhausted },
        { 400, Error("Billing hard limit has been reached", "billing_limit_user_error", "billing_hard_limit_reached"), "billing_hard_limit_reached", FailureClass.QuotaExhausted },
        { 429, "slow down", null, FailureClass.RateLimited },
        { 408, "", null, FailureClass.Transient },
        { 500, Error("The server had an error", "server_error", null), null, FailureClass.Transient },
        { 502, "<html>bad gateway</html>", null, FailureClass.Transient },
        { 504, "", null, FailureClass.Transient },
        { 503, Error("busy", "service_unavailable_error", "server_is_overloaded"), "server_is_overloaded", FailureClass.Capacity },
        { 503, Error("busy", null, "slow_down"), "slow_down", FailureClass.Capacity },
        { 503, "", null, FailureClass.Capacity },
        { 529, Error("Overloaded", "overloaded_error", null), null, FailureClass.Capacity },
        { 500, Error("Overloaded", "overloaded_error", null), null, FailureClass.Capacity },
        { 302, "", null, FailureClass.Malformed },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_error_answer_has_its_class(int status, string body, string? code, FailureClass expected)
    {
        foreach (bool stream in (bool[])[false, true])
        {
            using OpenAIRig rig = new(_ => StubHttpHandler.Json(body, (HttpStatusCode)status));

            Failure failure = await rig.FailAsync(stream);

            failure.Class.Should().Be(expected);
            failure.Code.Should().Be(code);
            failure.StatusCode.Should().Be(status);
            failure.Scope.Should().Be(expected is FailureClass.QuotaExhausted || status == 401 ? FailureScope.Provider : FailureScope.Target);
        }
    }

    [Theory]
    [InlineData("""{"message":"busy","code":"server_is_overloaded"}""", FailureClass.Capacity)]
    [InlineData("""{"message":"slow","code":"rate_limit_exceeded","type":"tokens"}""", FailureClass.RateLimited)]
    [InlineData("""{"message":"spent","type":"insufficient_quota"}""", FailureClass.QuotaExhausted)]
    [InlineData("""{"message":"no","code":"invalid_api_key"}""", FailureClass.Credential)]
    [InlineData("""{"message":"long","code":"context_length_exceeded"}""", FailureClass.ContextTooLong)]
    [InlineData("""{"message":"no","code":"content_filter"}""", FailureClass.ContentPolicy)]
    [InlineData("""{"message":"gone","code":"model_not_found"}""", FailureClass.ModelGone)]
    [InlineData("""{"message":"The server had an error","type":"server_error","code":null}""", FailureClass.Transient)]
    [InlineData("""{"message":"bad","type":"invalid_request_error"}""", FailureClass.CallerFault)]
    [InlineData("""{"message":"late","type":"timeout"}""", FailureClass.Timeout)]
    [InlineData("""{"message":"from upstream","code":502}""", FailureClass.Transient)]
    [InlineData("""{"message":"from upstream","code":429}""", FailureClass.RateLimited)]
    [InlineData("\"something broke\"", FailureClass.Malformed)]
    [InlineData("{}", FailureClass.Malformed)]
    public async Task An_error_inside_an_answer_of_success_is_classified_by_its_own_code(string error, FailureClass expected)
    {
        string chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
        string[] streams =
        [
            $"data: {{\"error\":{error}}}\n\n",
            $"{chunk}data: {{\"error\":{error}}}\n\ndata: [DONE]\n\n",
            $"{chunk}data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"error\",\"error\":{error}}}]}}\n\n",
            $"{chunk}event: error\ndata: {{\"error\":{error}}}\n\n",
        ];
        foreach (string stream in streams)
        {
            using OpenAIRig rig = OpenAIRig.Streaming(stream);
            (await rig.FailAsync(stream: true)).Class.Should().Be(expected, stream);
        }

        using OpenAIRig unary = OpenAIRig.Answering($"{{\"error\":{error}}}");
        (await unary.FailAsync()).Class.Should().Be(expected);
    }

    [Theory]
    [InlineData("retry-after-ms: 84", "in 84ms", 84)]
    [InlineData("Retry-After: 56|x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 6m0s", "in 2s", 56_000)]
    [InlineData("x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 6m0s", "Please try again in 1.5s. Visit", 1_500)]
    [InlineData("x-ratelimit-remaining-requests: 0|x-ratelimit-reset-requests: 12s|x-ratelimit-remaining-tokens: 90|x-ratelimit-reset-tokens: 6m0s", "", 12_000)]
    [InlineData("x-ratelimit-reset-requests: 2ms|x-ratelimit-reset-tokens: 1h2m3.5s", "", 3_723_500)]
    [InlineData("x-ratelimit-reset-requests: whenever", "", null)]
    public async Task A_rate_limit_says_how_long_to_wait(string headers, string message, int? milliseconds)
    {
        using OpenAIRig rig = new(_ =>
        {
            HttpResponseMessage answer = StubHttpHandler.Json(Error(message, "tokens", "rate_limit_exceeded"), HttpStatusCode.TooManyRequests);
            foreach (string header in headers.Split('|'))
            {
                answer.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
            }

            return answer;
        });

        ((await rig.FailAsync()).RetryAfter?.TotalMilliseconds).Should().Be(milliseconds);
    }

    [Fact]
    public async Task The_resets_of_limits_are_no_wait_of_another_error()
    {
        using OpenAIRig rig = new(_ =>
        {
            HttpResponseMessage answer = StubHttpHandler.Json("", HttpStatusCode.InternalServerError);
            answer.Headers.Add("x-ratelimit-reset-requests", "2m");
            return answer;
        });

        (await rig.FailAsync()).RetryAfter.Should().BeNull();
    }

    private static string Error(string message, string? type, string? code) =>
        new System.Text.Json.Nodes.JsonObject
        {
            ["error"] = new System.Text.Json.Nodes.JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code },
        }.ToJsonString();
}

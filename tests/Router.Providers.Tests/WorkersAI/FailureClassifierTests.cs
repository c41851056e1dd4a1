using System.Net;
using Router.Adapters;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.WorkersAI;

public sealed class FailureClassifierTests
{
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData(429, 3036, "daily neurons", FailureClass.QuotaExhausted, FailureScope.Provider)]
    [InlineData(429, 4006, "you have used up your daily free allocation of 10,000 neurons", FailureClass.QuotaExhausted, FailureScope.Provider)]
    [InlineData(429, 3040, "Capacity temporarily exceeded", FailureClass.Capacity, FailureScope.Target)]
    [InlineData(429, 3021, "inference request per min rate reached", FailureClass.RateLimited, FailureScope.Target)]
    [InlineData(408, 3046, "Request timeout", FailureClass.Timeout, FailureScope.Target)]
    [InlineData(408, 3007, "Timeout", FailureClass.Transient, FailureScope.Target)]
    [InlineData(408, 3008, "Aborted", FailureClass.Transient, FailureScope.Target)]
    [InlineData(413, 3006, "too large", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(413, 5021, "context window limit", FailureClass.ContextTooLong, FailureScope.Target)]
    [InlineData(400, 3030, "Max context reached 9 tokens but model supports only 8", FailureClass.ContextTooLong, FailureScope.Target)]
    [InlineData(400, 3030, "Sequence too long: 9000 > 8192", FailureClass.ContextTooLong, FailureScope.Target)]
    [InlineData(400, 3030, "Your output has been flagged.", FailureClass.ContentPolicy, FailureScope.Target)]
    [InlineData(400, 3030, "Unable to decode image file", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 3030, "something new", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 8007, """{\"object\":\"error\",\"message\":\"This model's maximum context length is 8 tokens.\",\"code\":400}""", FailureClass.ContextTooLong, FailureScope.Target)]
    [InlineData(400, 8007, "Input prompt contains NSFW content.", FailureClass.ContentPolicy, FailureScope.Target)]
    [InlineData(400, 8007, """{\"message\":\"Internal server error\",\"code\":500}""", FailureClass.Transient, FailureScope.Target)]
    [InlineData(400, 8007, """{\"message\":\"Engine is restarting\",\"code\":503}""", FailureClass.Transient, FailureScope.Target)]
    [InlineData(400, 8007, """Upstream: {\"error\":{\"message\":\"Slow down\",\"code\":\"429\"}}""", FailureClass.RateLimited, FailureScope.Target)]
    [InlineData(400, 8007, """{\"message\":\"Bad field\",\"code\":400}""", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 8007, """{\"message\":\"Engine is rest""", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 8007, "something new", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 5004, "invalid base64", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(405, 5005, "LoRA unsupported", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 5006, "Bad input: the maximum context of NSFW", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 5007, "No such model", FailureClass.ModelGone, FailureScope.Target)]
    [InlineData(404, 3042, "Invalid model ID", FailureClass.ModelGone, FailureScope.Target)]
    [InlineData(410, 5028, "deprecated on 2026-05-30", FailureClass.ModelGone, FailureScope.Target)]
    [InlineData(403, 5035, "needs Workers Paid", FailureClass.Credential, FailureScope.Target)]
    [InlineData(403, 5018, "not allowed", FailureClass.Credential, FailureScope.Target)]
    [InlineData(403, 3041, "not allowed", FailureClass.Credential, FailureScope.Target)]
    [InlineData(403, 5016, "submit the prompt 'agree'", FailureClass.Credential, FailureScope.Target)]
    [InlineData(403, 3023, "blocked", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(405, 5019, "old SDK", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 3003, "incomplete", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 3039, "finetune", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 8001, "Invalid input", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(400, 8005, "Internal error", FailureClass.Transient, FailureScope.Target)]
    [InlineData(500, 8005, "Internal error", FailureClass.Transient, FailureScope.Target)]
    [InlineData(400, 8006, "forced tool call", FailureClass.CallerFault, FailureScope.Target)]
    [InlineData(401, 10000, "Authentication error", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(403, 10000, "Authentication error", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(400, 9106, "malformed token", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(403, 9109, "unauthorised", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(404, 7000, "No route for that URI", FailureClass.ModelGone, FailureScope.Target)]
    [InlineData(404, 7003, "perhaps your object identifier is invalid?", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(405, 7001, "GET not supported for requested URI.", FailureClass.ModelGone, FailureScope.Target)]
    [InlineData(502, 7009, "Upstream unavailable", FailureClass.Transient, FailureScope.Target)]
    [InlineData(400, 2001, "Please configure AI Gateway", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(401, 2009, "Unauthorized", FailureClass.Credential, FailureScope.Provider)]
    [InlineData(400, 5024, "JSON Mode couldn't be met", FailureClass.Malformed, FailureScope.Target)]
    [InlineData(429, 9999, "you have used up your daily free allocation", FailureClass.QuotaExhausted, FailureScope.Provider)]
    [InlineData(429, 9999, "out of capacity", FailureClass.Capacity, FailureScope.Target)]
    [InlineData(429, 9999, "something new", FailureClass.RateLimited, FailureScope.Target)]
    [InlineData(502, 9999, "no capacity, NSFW", FailureClass.Transient, FailureScope.Target)]
    [InlineData(200, 3040, "Capacity temporarily exceeded", FailureClass.Capacity, FailureScope.Target)]
    [InlineData(200, 9999, "something new", FailureClass.Malformed, FailureScope.Target)]
    public async Task Every_code_has_its_class_in_both_envelopes_and_both_modes(
        int status, int code, string message, FailureClass expected, FailureScope scope)
    {
        string[] envelopes =
        [
            $$"""{"errors":[{"message":"AiError: AiError: {{message}} ({{Uuid}})","code":{{code}}}],"success":false,"result":{},"messages":[]}""",
            $$"""{"result":null,"success":false,"errors":[{"code":{{code}},"message":"{{message}}"}],"messages":[]}""",
            $$"""{"result":null,"success":false,"errors":[{"code":"{{code}}","message":"{{message}}"}]}""",
            $$"""{"success":false,"error":[{"code":{{code}},"message":"{{message}}"}]}""",
        ];
        foreach (string envelope in envelopes)
        {
            foreach (bool stream in (bool[])[false, true])
            {
                using WorkersAIRig rig = new(_ => StubHttpHandler.Json(envelope, (HttpStatusCode)status));
                (ProviderException error, Failure failure) = await rig.FailAsync(stream: stream);

                failure.Class.Should().Be(expected, envelope);
                failure.Scope.Should().Be(scope, envelope);
                failure.Code.Should().Be($"{code}");
                failure.StatusCode.Should().Be(status);
                error.Detail.Should().Be(message.Replace("\\\"", "\"", StringComparison.Ordinal));
                error.Message.Should().NotContain(message);
            }
        }
    }

    [Fact]
    public async Task The_id_of_a_request_comes_from_the_message_or_the_headers()
    {
        using WorkersAIRig told = WorkersAIRig.Answering($$"""{"success":false,"errors":[{"code":3040,"message":"AiError: busy ({{Uuid}})"}]}""");
        using WorkersAIRig header = new(_ =>
        {
            HttpResponseMessage response = StubHttpHandler.Json("""{"success":false,"errors":[{"code":3040,"message":"busy"}]}""", HttpStatusCode.TooManyRequests);
            response.Headers.Add("cf-ai-req-id", "req-7");
            response.Headers.Add("cf-ray", "ray-8");
            return response;
        });

        (await told.FailAsync()).Error.RequestId.Should().Be(Uuid);
        (await header.FailAsync()).Error.RequestId.Should().Be("req-7");
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", 75_355)]
    [InlineData("2026-01-02T00:05:00Z", 86_100)]
    [InlineData("2026-01-02T00:04:59Z", 60)]
    [InlineData("2026-01-02T00:00:00Z", 60)]
    [InlineData("2026-12-31T23:59:59.5Z", 1)]
    public async Task A_spent_allowance_returns_at_midnight_UTC_and_just_after_it_is_not_believed_for_a_day(string now, int seconds)
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Json("""{"errors":[{"code":4006,"message":"spent"}]}""", HttpStatusCode.TooManyRequests));
        FailureClassifier classifier = new Router.Providers.WorkersAI.WorkersAIFailureClassifier(
            new ManualTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

        ProviderException error = (await rig.FailAsync()).Error;

        classifier.Classify(error).RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_rate_returns_with_the_next_minute_and_a_stated_wait_is_believed()
    {
        using WorkersAIRig silent = new(_ => StubHttpHandler.Json("""{"errors":[{"code":3021,"message":"rate"}]}""", HttpStatusCode.TooManyRequests));
        using WorkersAIRig stated = new(_ =>
        {
            HttpResponseMessage response = StubHttpHandler.Json("""{"errors":[{"code":3021,"message":"rate"}]}""", HttpStatusCode.TooManyRequests);
            response.Headers.Add("Retry-After", "60");
            return response;
        });

        (await silent.FailAsync()).Failure.RetryAfter.Should().Be(TimeSpan.FromSeconds(55));
        (await stated.FailAsync()).Failure.RetryAfter.Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_busy_model_states_no_wait()
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Json("""{"errors":[{"code":3040,"message":"busy"}]}""", HttpStatusCode.TooManyRequests));

        (await rig.FailAsync()).Failure.RetryAfter.Should().BeNull();
    }

    [Fact]
    public async Task A_licence_not_agreed_to_says_what_to_do()
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Json("""{"errors":[{"code":5016,"message":"Model Agreement"}]}""", HttpStatusCode.Forbidden));

        (await rig.FailAsync()).Error.Message.Should().Contain("licence").And.Contain("'agree'").And.Contain("5016");
    }

    [Theory]
    [InlineData("<html>502</html>", 502, FailureClass.Transient)]
    [InlineData("", 503, FailureClass.Transient)]
    [InlineData("""{"errors":[{"message":"\ud800"}]}""", 400, FailureClass.CallerFault)]
    [InlineData("""{"errors":[],"success":false}""", 400, FailureClass.CallerFault)]
    [InlineData("""{"errors":[null],"success":false}""", 401, FailureClass.Credential)]
    [InlineData("""{"error":{"code":"invalid_prompt","message":"AiError: no"}}""", 400, FailureClass.CallerFault)]
    [InlineData("""{"error":"no"}""", 404, FailureClass.ModelGone)]
    [InlineData("[1", 500, FailureClass.Transient)]
    public async Task Whatever_stands_in_an_errors_place_is_classified_by_its_status(string body, int status, FailureClass expected)
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Body(System.Text.Encoding.UTF8.GetBytes(body), "application/json", (HttpStatusCode)status));

        (await rig.FailAsync()).Failure.Class.Should().Be(expected);
    }
}

using Router.Adapters;
using Router.Providers.Replicate;
using Router.Resilience;

namespace Router.Providers.Tests.Replicate;

public sealed class ReplicateFailureClassifierTests
{
    private const string Throttled =
        """
        {"detail":"Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~5s.","status":429,"retry_after":7}
        """;

    public static TheoryData<int, string, FailureClass> Refusals => new()
    {
        { 401, """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""", FailureClass.Credential },
        { 403, """{"detail":"no"}""", FailureClass.Credential },
        { 402, """{"title":"Insufficient credit","detail":"You have insufficient credit to run this model.","status":402}""", FailureClass.QuotaExhausted },
        { 404, """{"detail":"The requested resource could not be found.","status":404}""", FailureClass.ModelGone },
        { 422, """{"title":"Invalid version or not permitted","detail":"The specified version does not exist","status":422}""", FailureClass.ModelGone },
        { 422, """{"detail":"- version is required"}""", FailureClass.ModelGone },
        { 422, """{"title":"Input validation failed","detail":"- input.prompt is required\n","status":422,"invalid_fields":[{"type":"required","field":"input.prompt","description":"prompt is required"}]}""", FailureClass.CallerFault },
        { 422, """{"detail":"The prompt was flagged as sensitive"}""", FailureClass.ContentPolicy },
        { 400, """{"detail":"bad"}""", FailureClass.CallerFault },
        { 413, "", FailureClass.CallerFault },
        { 429, Throttled, FailureClass.RateLimited },
        { 429, """{"detail":"You've hit your monthly spend limit."}""", FailureClass.QuotaExhausted },
        { 500, """{"detail":"oops"}""", FailureClass.Transient },
        { 502, "<html>bad gateway</html>", FailureClass.Transient },
        { 503, "", FailureClass.Transient },
        { 504, "", FailureClass.Transient },
        { 302, "", FailureClass.Malformed },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_request_is_told_apart_by_status_and_problem(int status, string body, FailureClass expected)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating(() => ReplicateBench.Problem(status, body));

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

            bench.Provider().Classifier.Classify(failure).Class.Should().Be(expected);
            failure.StatusCode.Should().Be(status);
            failure.InDoubt.Should().Be(status is 502 or 504, "only a gateway may have passed the request on");
            bench.Handler.Requests.Should().ContainSingle("a create call is never repeated");
        }
    }

    public static TheoryData<string, FailureClass, string?> FailedPredictions => new()
    {
        { "Prediction interrupted; please retry (code: PA)", FailureClass.Transient, "PA" },
        { "ModelRateLimitError: Service is currently unavailable due to high demand (E003)", FailureClass.Capacity, "E003" },
        { "Service is temporarily unavailable. Please try again later. (E004)", FailureClass.Transient, "E004" },
        { "The input or output was flagged as sensitive. Please try again with different inputs. (E005)", FailureClass.ContentPolicy, "E005" },
        { "The input was invalid. (E006)", FailureClass.CallerFault, "E006" },
        { "E1000: Unknown error", FailureClass.Transient, "E1000" },
        { "E1001 out of memory", FailureClass.Capacity, "E1001" },
        { "Webhook (E4875)", FailureClass.CallerFault, "E4875" },
        { "E6716: Timeout starting prediction", FailureClass.Capacity, "E6716" },
        { "Stopped (E8367)", FailureClass.Transient, "E8367" },
        { "Health (E8765)", FailureClass.Transient, "E8765" },
        { "Start (E9243)", FailureClass.Transient, "E9243" },
        { "Upload (E9825)", FailureClass.Transient, "E9825" },
        { "NSFW content detected. Try running it again, or try a different prompt.", FailureClass.ContentPolicy, null },
        { "CUDA out of memory. Tried to allocate 2.00 GiB", FailureClass.Capacity, null },
        { "Prediction timed out", FailureClass.Timeout, null },
        { "prompt length exceeds the context window", FailureClass.ContextTooLong, null },
        { "Input validation error: width must be divisible by 8", FailureClass.CallerFault, null },
        { "list index out of range", FailureClass.Malformed, null },
        { "", FailureClass.Malformed, null },
        { "Something new (E7777)", FailureClass.Malformed, "E7777" },
    };

    [Theory]
    [MemberData(nameof(FailedPredictions))]
    public async Task A_failed_prediction_is_told_apart_by_code_and_text(string error, FailureClass expected, string? code)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("failed", more: $",\"error\":\"{error}\"");

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

            Failure classified = bench.Provider().Classifier.Classify(failure);
            (classified.Class, classified.Code, classified.InDoubt).Should().Be((expected, code, false));
            failure.RequestId.Should().Be(ReplicateBench.Id);
            bench.Cancels.Should().Be(0, "it has ended");
        }
    }

    [Theory]
    [InlineData("aborted", "", FailureClass.Capacity)]
    [InlineData("canceled", "", FailureClass.Transient)]
    [InlineData("canceled", ",\"deadline\":\"2026-01-02T03:05:05Z\"", FailureClass.Timeout)]
    public async Task A_prediction_that_others_ended_is_told_apart_by_its_deadline(string status, string more, FailureClass expected)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new ReplicateBench().Creating("starting").Then(status, more: more);

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

            bench.Provider().Classifier.Classify(failure).Class.Should().Be(expected);
            bench.Cancels.Should().Be(0);
        }
    }

    [Theory]
    [InlineData(Throttled, null, null, 7)]
    [InlineData("""{"detail":"Request was throttled. Your rate limit resets in ~30s."}""", "9", null, 30)]
    [InlineData("""{"detail":"Slow down"}""", "9", "3", 9)]
    [InlineData("""{"detail":"Slow down"}""", null, "3", 3)]
    [InlineData("""{"detail":"Slow down","retry_after":-4}""", null, null, 0)]
    [InlineData("""{"detail":"Slow down","retry_after":"soon"}""", null, null, null)]
    [InlineData("not json", null, null, null)]
    [InlineData("{\"\\ud800\":1,\"detail\":\"Slow down\"}", "9", null, 9)]
    public async Task The_wait_is_read_from_the_body_then_from_the_headers(string body, string? header, string? reset, int? seconds)
    {
        HttpResponseMessage answer = ReplicateBench.Problem(429, body);
        answer.Headers.TryAddWithoutValidation("Retry-After", header);
        answer.Headers.TryAddWithoutValidation("ratelimit-reset", reset);
        ReplicateBench bench = new ReplicateBench().Creating(() => answer);

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(false)).Should().ThrowAsync<ProviderException>()).Which;

        failure.RetryAfter.Should().Be(seconds is { } known ? TimeSpan.FromSeconds(known) : null);
    }

    [Theory]
    [InlineData(404, """{"detail":"The requested resource could not be found.","status":404}""")]
    [InlineData(422, """{"title":"Invalid version or not permitted","detail":"x","status":422}""")]
    public async Task An_official_call_that_finds_nothing_says_that_a_community_model_needs_a_version(int status, string body)
    {
        ReplicateBench bench = new ReplicateBench().Creating(() => ReplicateBench.Problem(status, body));

        ProviderException official = (await FluentActions.Awaiting(() => bench.AskAsync(false)).Should().ThrowAsync<ProviderException>()).Which;
        ProviderException pinned = (await FluentActions.Awaiting(() => bench.AskAsync(false, version: ReplicateBench.Version)).Should().ThrowAsync<ProviderException>()).Which;

        official.Message.Should().Contain("64 hex digits").And.Contain(ReplicateBench.Model);
        pinned.Message.Should().NotContain("64 hex digits");
        official.InDoubt.Should().BeFalse();
    }

    [Fact]
    public void A_spent_credit_and_a_refused_token_speak_of_the_whole_account()
    {
        ReplicateFailureClassifier classifier = new();

        classifier.Classify(new ProviderException("x") { StatusCode = 402 }).Scope.Should().Be(FailureScope.Provider);
        classifier.Classify(new ProviderException("x") { StatusCode = 401 }).Scope.Should().Be(FailureScope.Provider);
        classifier.Classify(new ProviderException("x") { StatusCode = 429 }).Scope.Should().Be(FailureScope.Target);
    }
}

using System.Text.Json.Nodes;
using Router.Emulators.Replicate;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Faults;

public sealed class ReplicateErrorTests : EmulatorTest
{
    private const string Path = "/models/meta/meta-llama-3-8b-instruct/predictions";
    private const string Hello = """{"input":{"prompt":"hello"}}""";

    [Theory]
    [InlineData("code=unauthenticated", 401, "Unauthenticated")]
    [InlineData("status=402", 402, "Insufficient credit")]
    [InlineData("status=404", 404, null)]
    [InlineData("code=invalid_version", 422, "Invalid version or not permitted")]
    [InlineData("code=input_validation", 422, "Input validation failed")]
    [InlineData("status=429", 429, null)]
    [InlineData("status=500", 500, null)]
    public async Task Error_is_a_problem_document(string fault, int status, string? title)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.Replicate, Path, Hello, fault);
        JsonNode body = await ReadJsonAsync(response);

        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        body["title"]?.GetValue<string>().Should().Be(title);
        body["status"]!.GetValue<int>().Should().Be(status);
    }

    [Fact]
    public async Task Every_code_is_an_error()
    {
        foreach (string code in ReplicateErrors.Codes)
        {
            using HttpResponseMessage response = await PostAsync(Emulators.Replicate, Path, Hello, $"code={code}");

            response.IsSuccessStatusCode.Should().BeFalse(code);
        }
    }

    [Fact]
    public async Task Throttling_names_the_wait_in_the_body_and_in_no_header()
    {
        using HttpResponseMessage response = await PostAsync(
            Emulators.Replicate, Path, Hello, "code=throttled.low_credit; retry-after-body=9");
        JsonNode body = await ReadJsonAsync(response);

        response.Headers.RetryAfter.Should().BeNull();
        body["retry_after"]!.GetValue<double>().Should().Be(9);
        body["detail"]!.GetValue<string>().Should().EndWith("Your rate limit resets in ~9s.");
    }

    [Fact]
    public async Task Throttling_can_name_the_wait_in_its_text_only()
    {
        JsonNode body = await PostForJsonAsync(Emulators.Replicate, Path, Hello, "code=throttled; retry-text=30s");

        body["retry_after"].Should().BeNull();
        body["detail"]!.GetValue<string>().Should().Be("Request was throttled. Your rate limit resets in ~30s.");
    }

    [Fact]
    public async Task Rate_limit_reset_can_be_the_only_hint()
    {
        using HttpResponseMessage response = await PostAsync(
            Emulators.Replicate, Path, Hello, "code=throttled; retry-text=a while; ratelimit-reset=12");

        response.Headers.GetValues("ratelimit-reset").Should().Equal("12");
    }
}

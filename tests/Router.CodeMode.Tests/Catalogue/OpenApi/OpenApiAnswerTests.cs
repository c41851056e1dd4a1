using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Router.CodeMode.Catalogue.OpenApi;
using Router.CodeMode.Execution;
using Router.TestKit;

namespace Router.CodeMode.Tests.Catalogue.OpenApi;

public sealed class OpenApiAnswerTests
{
    private static readonly string Document = ApiRig.Document("/x", "");

    [Theory]
    [InlineData("application/json", "{\"a\":1}", "{\"a\":1}")]
    [InlineData("application/problem+json", "[1]", "[1]")]
    [InlineData("text/plain", "hi", "\"hi\"")]
    [InlineData("application/octet-stream", "ab", "{\"$bytes\":\"YWI=\",\"mediaType\":\"application/octet-stream\"}")]
    [InlineData("application/json", "", "null")]
    public async Task An_answer_becomes_a_value(string mediaType, string body, string value)
    {
        ApiRig rig = await ApiRig.StartAsync(Document, _ => StubHttpHandler.Body(Encoding.UTF8.GetBytes(body), mediaType));

        (await rig.Dispatcher.ValueAsync("api.op", "[]")).GetRawText().Should().Be(value);
    }

    [Fact]
    public async Task Json_is_read_in_the_charset_it_says()
    {
        ApiRig rig = await ApiRig.StartAsync(Document, _ =>
        {
            HttpResponseMessage answer = StubHttpHandler.Body(Encoding.Latin1.GetBytes("\"größe\""), "application/json");
            answer.Content.Headers.ContentType!.CharSet = "iso-8859-1";
            return answer;
        });

        (await rig.Dispatcher.ValueAsync("api.op", "[]")).GetString().Should().Be("größe");
    }

    [Fact]
    public async Task A_failure_with_half_a_character_in_its_message_still_tells_its_status()
    {
        ApiRig rig = await ApiRig.StartAsync(Document, _ => StubHttpHandler.Json("""{"message":"\ud83d"}""", HttpStatusCode.NotFound));

        (await rig.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("404");
    }

    [Theory]
    [InlineData(404, "application/json", """{"message":"Not Found","documentation_url":"x"}""", "GET /x answered 404 NotFound: Not Found")]
    [InlineData(400, "application/json", """{"error":{"message":"bad page"}}""", "400 BadRequest: bad page")]
    [InlineData(422, "application/json", """{"errors":[{"detail":"no"}]}""", "422 UnprocessableEntity: no")]
    [InlineData(500, "text/html", "<html>stack trace</html>", "answered 500 InternalServerError.")]
    [InlineData(503, "application/json", "{broken", "answered 503 ServiceUnavailable.")]
    public async Task A_failure_tells_its_status_and_a_short_message(int status, string mediaType, string body, string told)
    {
        ApiRig rig = await ApiRig.StartAsync(Document, _ => StubHttpHandler.Body(Encoding.UTF8.GetBytes(body), mediaType, (HttpStatusCode)status));

        CodeError error = await rig.Dispatcher.ErrorAsync("api.op", "[]");

        error.Kind.Should().Be(CodeErrorKind.FunctionFailed);
        error.Message.Should().Contain(told);
        rig.Server.Requests.Should().ContainSingle("nothing is repeated");
    }

    [Fact]
    public async Task A_wait_that_is_asked_for_is_told_and_not_waited()
    {
        ApiRig rig = await ApiRig.StartAsync(Document, _ =>
        {
            HttpResponseMessage busy = StubHttpHandler.Json("""{"message":"slow down"}""", HttpStatusCode.TooManyRequests);
            busy.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(30));
            return busy;
        });

        (await rig.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("429 TooManyRequests: slow down It asks to wait 30 s.");
        rig.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_long_failure_is_cut_and_an_answer_over_the_limit_is_none()
    {
        OpenApiSourceOptions options = new() { Root = "api", MaxAnswerBytes = 2000 };
        ApiRig failing = await ApiRig.StartAsync(Document, _ => StubHttpHandler.Json($"{{\"message\":\"{new string('x', 5000)}\"}}", HttpStatusCode.BadRequest), options);
        ApiRig endless = await ApiRig.StartAsync(Document, _ => new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) }, options);

        (await failing.Dispatcher.ErrorAsync("api.op", "[]")).Message.Length.Should().BeLessThan(400);
        (await endless.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("larger than 2000 bytes");
    }

    [Fact]
    public async Task What_says_that_it_is_json_and_is_none_is_a_failure()
    {
        ApiRig rig = await ApiRig.StartAsync(Document, _ => StubHttpHandler.Json("{\"secret\":"));

        (await rig.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("is none").And.NotContain("secret");
    }

    [Theory]
    [InlineData("https://api.test/other", true)]
    [InlineData("/other", true)]
    [InlineData("https://evil.test/other", false)]
    [InlineData("http://api.test/other", false)]
    [InlineData("https://api.test:444/other", false)]
    public async Task A_read_is_redirected_within_its_host_and_nowhere_else(string location, bool followed)
    {
        ApiRig rig = await ApiRig.StartAsync(Document, request => request.Path == "/other" ? StubHttpHandler.Json("5") : Moved(location));

        CodeCallResult result = await rig.Dispatcher.InvokeAsync("api.op", "[]");

        rig.Server.Requests.Should().HaveCount(followed ? 2 : 1);
        (result.Error is null).Should().Be(followed);
    }

    [Fact]
    public async Task A_write_that_is_redirected_is_not_made_again_and_a_circle_ends()
    {
        ApiRig write = await ApiRig.StartAsync(ApiRig.Document("/x", "", "post"), _ => Moved("/other"));
        ApiRig circle = await ApiRig.StartAsync(Document, _ => Moved("/v1/x"));

        (await write.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("307");
        write.Server.Requests.Should().ContainSingle();
        (await circle.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("redirects more than");
    }

    [Fact]
    public async Task A_connection_that_fails_is_told_without_its_words()
    {
        ApiRig rig = await ApiRig.StartAsync(Document, _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "https://user:password@inside"));

        (await rig.Dispatcher.ErrorAsync("api.op", "[]")).Message.Should().Contain("api.test could not be reached: ConnectionError").And.NotContain("password");
    }

    private static HttpResponseMessage Moved(string location) =>
        new(HttpStatusCode.TemporaryRedirect) { Headers = { Location = new Uri(location, UriKind.RelativeOrAbsolute) } };

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => count;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}

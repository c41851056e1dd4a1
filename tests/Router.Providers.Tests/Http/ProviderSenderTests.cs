using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Providers.Http;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.Http;

public sealed class ProviderSenderTests
{
    private static readonly Uri Address = new("https://provider.test/v1/things");

    [Fact]
    public async Task Credential_and_headers_go_on_each_request()
    {
        using StubHttpHandler handler = new(_ => StubHttpHandler.Json("{}"));
        ProviderSender sender = Sender(handler, " key\n", new() { ["x-team"] = "blue" });

        using ProviderResponse response = await sender.SendAsync(Post(), billed: false, default);

        handler.Requests.Should().ContainSingle();
        handler.Requests[0].Header("Authorization").Should().Be("Bearer key");
        handler.Requests[0].Header("x-team").Should().Be("blue");
        handler.Requests[0].Header("Content-Type").Should().Be("application/json");
        handler.Requests[0].Text.Should().Be("{\"a\":1}");
    }

    [Fact]
    public async Task An_authorization_header_takes_the_place_of_the_credential()
    {
        using StubHttpHandler handler = new(_ => StubHttpHandler.Json("{}"));
        ProviderSender sender = Sender(handler, "key", new() { ["authorization"] = "Basic abc" });

        using ProviderResponse response = await sender.SendAsync(Post(), billed: false, default);

        handler.Requests[0].Header("Authorization").Should().Be("Basic abc");
    }

    [Fact]
    public async Task No_bytes_of_an_answer_that_is_not_HTTP_are_in_the_exception()
    {
        using StubHttpHandler handler = new((_, _) => throw new HttpRequestException(
            HttpRequestError.InvalidResponse, "Received an invalid status line: 'secret text'."));

        ProviderException error = (await FluentActions.Awaiting(() => Sender(handler).SendAsync(Post(), billed: false, default))
            .Should().ThrowAsync<ProviderException>()).Which;

        error.Class.Should().Be(FailureClass.Malformed);
        error.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task An_error_status_becomes_an_exception_that_says_no_more_than_it_may()
    {
        using StubHttpHandler handler = new(_ =>
        {
            HttpResponseMessage answer = StubHttpHandler.Json("the prompt was: secret " + new string('x', 100_000), HttpStatusCode.TooManyRequests);
            answer.Headers.Add("x-request-id", "req-1");
            answer.Headers.Add("retry-after", "7");
            return answer;
        });
        Func<Task> act = () => Sender(handler).SendAsync(Post(), billed: true, default);

        ProviderException error = (await act.Should().ThrowAsync<ProviderException>()).Which;

        error.Message.Should().Be("Provider 'things' answered with an error (status 429, code too_many, request req-1).");
        error.StatusCode.Should().Be(429);
        error.Code.Should().Be("too_many");
        error.ErrorType.Should().Be("kind");
        error.RequestId.Should().Be("req-1");
        error.RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        error.Detail.Should().HaveLength(ProviderSender.MaxDetail).And.StartWith("the prompt");
        error.InDoubt.Should().BeFalse();
    }

    [Fact]
    public void A_code_that_is_no_token_stays_out_of_the_message() =>
        FailureMessage.Of("p", "failed", 400, "tell me a story", "id with space").Should().Be("Provider 'p' failed (status 400).");

    [Fact]
    public async Task At_most_64_KiB_of_an_error_body_are_read()
    {
        using ChunkStream body = new(new byte[1_000_000], 10_000);
        using StubHttpHandler handler = new(_ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StreamContent(body) });
        Func<Task> act = () => Sender(handler).SendAsync(Post(), billed: false, default);

        await act.Should().ThrowAsync<ProviderException>();

        body.Reads.Should().BeLessThan(30);
        body.Disposed.Should().BeTrue();
    }

    [Theory]
    [InlineData(502, true, true)]
    [InlineData(504, true, true)]
    [InlineData(520, true, true)]
    [InlineData(522, true, true)]
    [InlineData(524, true, true)]
    [InlineData(502, false, false)]
    [InlineData(500, true, false)]
    [InlineData(503, true, false)]
    [InlineData(521, true, false)]
    public async Task Billed_work_behind_a_gateway_that_gave_up_is_in_doubt(int status, bool billed, bool inDoubt)
    {
        using StubHttpHandler handler = new(_ => StubHttpHandler.Json("{}", (HttpStatusCode)status));
        Func<Task> act = () => Sender(handler).SendAsync(Post(), billed, default);

        (await act.Should().ThrowAsync<ProviderException>()).Which.InDoubt.Should().Be(inDoubt);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true, false, FailureClass.Transient)]
    [InlineData(HttpRequestError.NameResolutionError, true, false, FailureClass.Transient)]
    [InlineData(HttpRequestError.ResponseEnded, true, true, FailureClass.Transient)]
    [InlineData(HttpRequestError.Unknown, true, true, FailureClass.Transient)]
    [InlineData(HttpRequestError.InvalidResponse, true, true, FailureClass.Malformed)]
    [InlineData(HttpRequestError.ResponseEnded, false, false, FailureClass.Transient)]
    public async Task Billed_work_that_may_have_been_sent_is_in_doubt(
        HttpRequestError cause, bool billed, bool inDoubt, FailureClass expected)
    {
        using StubHttpHandler handler = new((_, _) => throw new HttpRequestException(cause));
        Func<Task> act = () => Sender(handler).SendAsync(Post(), billed, default);

        ProviderException error = (await act.Should().ThrowAsync<ProviderException>()).Which;

        error.InDoubt.Should().Be(inDoubt);
        error.Class.Should().Be(expected);
        error.StatusCode.Should().BeNull();
    }

    [Theory]
    [InlineData("", "sent an empty answer")]
    [InlineData("  \r\n", "sent an empty answer")]
    [InlineData("<!doctype html><p>hello", "sent HTML instead of an answer")]
    [InlineData("hello", "sent an answer that is not JSON")]
    public async Task What_is_no_JSON_is_malformed(string body, string what)
    {
        using StubHttpHandler handler = new(_ => StubHttpHandler.Json(body));
        using ProviderResponse response = await Sender(handler).SendAsync(Post(), billed: true, default);
        Func<Task> act = () => response.ReadJsonAsync(default);

        ProviderException error = (await act.Should().ThrowAsync<ProviderException>()).Which;

        error.Class.Should().Be(FailureClass.Malformed);
        error.Message.Should().Be($"Provider 'things' {what} (status 200).");
        error.InDoubt.Should().BeTrue();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_malformed_and_one_at_it_is_not()
    {
        using StubHttpHandler handler = new(_ => StubHttpHandler.Json("{\"abc\":1}"));
        using ProviderResponse first = await Sender(handler).SendAsync(Post(), billed: false, default);
        using ProviderResponse second = await Sender(handler).SendAsync(Post(), billed: false, default);

        using PooledBuffer whole = await first.ReadJsonAsync(default, limit: 9);
        Func<Task> act = () => second.ReadJsonAsync(default, limit: 8);

        Encoding.UTF8.GetString(whole.Span).Should().Be("{\"abc\":1}");
        (await act.Should().ThrowAsync<ProviderException>()).Which.Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task A_cancelled_request_throws_the_cancellation()
    {
        using CancellationTokenSource cancel = new();
        using StubHttpHandler handler = new(async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new HttpResponseMessage();
        });
        Func<Task> act = () => Sender(handler).SendAsync(Post(), billed: true, cancel.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_body_that_outlives_its_request_keeps_its_bytes()
    {
        PooledBuffer buffer = Body("{\"a\":1}");
        PooledContent content = new(buffer);
        using SlowStream stream = new();
        Task writing = content.CopyToAsync(stream);

        content.Dispose();
        buffer.Length.Should().Be(7, "the transport is still writing it");
        stream.Go.SetResult();
        await writing;
        buffer.Length.Should().Be(0);
    }

    private static ProviderSender Sender(HttpMessageHandler handler, string? key = null, Dictionary<string, string>? headers = null) =>
        new(new ProviderContext
        {
            Name = "things",
            Settings = ProviderSettings.Empty,
            Http = new HttpClient(handler),
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = new ManualTimeProvider(),
        }, new PlainErrors(), key, headers);

    private static HttpRequestMessage Post() => new(HttpMethod.Post, Address) { Content = new PooledContent(Body("{\"a\":1}")) };

    private static PooledBuffer Body(string text)
    {
        PooledBuffer buffer = new(1);
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            buffer.GetSpan(1)[0] = value;
            buffer.Advance(1);
        }

        return buffer;
    }

    private sealed class PlainErrors : ProviderErrorFormat
    {
        internal override ProviderFault Read(ReadOnlySpan<byte> body, int status) =>
            PlainText(body) with { Code = "too_many", Type = "kind" };
    }

    private sealed class SlowStream : MemoryStream
    {
        internal TaskCompletionSource Go { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Go.Task.ConfigureAwait(false);
    }
}

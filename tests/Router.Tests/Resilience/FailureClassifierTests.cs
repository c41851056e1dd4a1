using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Router.Adapters;
using Router.Resilience;
using Router.Routing;

namespace Router.Tests.Resilience;

public sealed class FailureClassifierTests
{
    public static TheoryData<string, Exception, FailureClass> Exceptions => new()
    {
        { "their cancellation", new OperationCanceledException(), FailureClass.Timeout },
        { "HttpClient's timeout", new TaskCanceledException("late", new TimeoutException()), FailureClass.Timeout },
        { "a timeout", new TimeoutException(), FailureClass.Timeout },
        { "no connection", new HttpRequestException(HttpRequestError.ConnectionError), FailureClass.Transient },
        { "no name", new HttpRequestException(HttpRequestError.NameResolutionError), FailureClass.Transient },
        { "a reset before bytes", new HttpRequestException(HttpRequestError.ResponseEnded), FailureClass.Transient },
        { "no HTTP at all", new HttpRequestException(HttpRequestError.InvalidResponse), FailureClass.Malformed },
        { "a body cut short", new HttpIOException(HttpRequestError.ResponseEnded), FailureClass.Malformed },
        { "a broken connection", new IOException("reset", new SocketException()), FailureClass.Transient },
        { "broken JSON", new JsonException(), FailureClass.Malformed },
        { "an argument the client refused", new ArgumentException("no"), FailureClass.CallerFault },
        { "an option the client has not", new NotSupportedException(), FailureClass.CallerFault },
        { "anything else", new InvalidOperationException(), FailureClass.Transient },
        { "an adapter's known class", new ProviderException("x") { Class = FailureClass.ModelGone, StatusCode = 500 }, FailureClass.ModelGone },
        { "an adapter's error without a status", new ProviderException("x"), FailureClass.Transient },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Each_kind_of_exception_has_its_class(string what, Exception exception, FailureClass expected) =>
        FailureClassifier.Default.Classify(exception).Class.Should().Be(expected, what);

    [Theory]
    [InlineData(200, FailureClass.Malformed)]
    [InlineData(302, FailureClass.Malformed)]
    [InlineData(400, FailureClass.CallerFault)]
    [InlineData(401, FailureClass.Credential)]
    [InlineData(402, FailureClass.QuotaExhausted)]
    [InlineData(403, FailureClass.Credential)]
    [InlineData(404, FailureClass.ModelGone)]
    [InlineData(408, FailureClass.Transient)]
    [InlineData(409, FailureClass.CallerFault)]
    [InlineData(410, FailureClass.ModelGone)]
    [InlineData(413, FailureClass.CallerFault)]
    [InlineData(415, FailureClass.CallerFault)]
    [InlineData(422, FailureClass.CallerFault)]
    [InlineData(429, FailureClass.RateLimited)]
    [InlineData(500, FailureClass.Transient)]
    [InlineData(502, FailureClass.Transient)]
    [InlineData(503, FailureClass.Transient)]
    [InlineData(504, FailureClass.Transient)]
    [InlineData(529, FailureClass.Transient)]
    public void A_status_means_the_same_from_an_adapter_and_from_HttpClient(int status, FailureClass expected)
    {
        Failure ofAdapter = FailureClassifier.Default.Classify(new ProviderException("x") { StatusCode = status });
        Failure ofHttp = FailureClassifier.Default.Classify(new HttpRequestException("x", null, (HttpStatusCode)status));

        ofAdapter.Class.Should().Be(expected);
        ofAdapter.StatusCode.Should().Be(status);
        ofHttp.Should().Be(ofAdapter);
        ofAdapter.Scope.Should().Be(status is 401 or 402 ? FailureScope.Provider : FailureScope.Target);
    }

    [Fact]
    public void What_an_adapter_knows_is_kept()
    {
        ProviderException error = new("x")
        {
            Class = FailureClass.RateLimited,
            StatusCode = 429,
            Code = "slow_down",
            RetryAfter = TimeSpan.FromSeconds(7),
            InDoubt = true,
        };

        FailureClassifier.Default.Classify(error).Should().Be(new Failure(FailureClass.RateLimited)
        {
            StatusCode = 429,
            Code = "slow_down",
            RetryAfter = TimeSpan.FromSeconds(7),
            InDoubt = true,
        });
    }

    [Fact]
    public void A_route_within_a_route_keeps_its_class_and_its_wait()
    {
        RouteException error = new("x")
        {
            Class = FailureClass.ContentPolicy,
            RetryAfter = TimeSpan.FromSeconds(7),
            Attempts = [new RouteAttempt { Target = "t", Provider = "p", Model = "m", InDoubt = true }],
        };

        FailureClassifier.Default.Classify(error).Should().Be(
            new Failure(FailureClass.ContentPolicy) { RetryAfter = TimeSpan.FromSeconds(7), InDoubt = true });
    }

    [Fact]
    public void No_exception_is_refused() =>
        FluentActions.Invoking(() => FailureClassifier.Default.Classify(null!)).Should().Throw<ArgumentNullException>();
}

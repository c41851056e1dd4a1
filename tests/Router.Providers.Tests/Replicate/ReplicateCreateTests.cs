using System.Net;
using Router.Adapters;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.Replicate;

/// <summary>The one call that costs: what may have been started is never started twice.</summary>
public sealed class ReplicateCreateTests
{
    public static TheoryData<bool> Both => [false, true];

    public static TheoryData<HttpRequestError, bool> BrokenSends => new()
    {
        { HttpRequestError.NameResolutionError, false },
        { HttpRequestError.ConnectionError, false },
        { HttpRequestError.SecureConnectionError, false },
        { HttpRequestError.ResponseEnded, true },
        { HttpRequestError.Unknown, true },
    };

    [Theory]
    [MemberData(nameof(BrokenSends))]
    public async Task A_create_call_that_dies_after_it_was_sent_is_in_doubt_and_never_repeated(HttpRequestError error, bool inDoubt)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new() { OnCreate = (_, _) => throw new HttpRequestException(error) };

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

            failure.InDoubt.Should().Be(inDoubt);
            bench.Handler.Requests.Should().ContainSingle();
        }
    }

    public static TheoryData<Exception, FailureClass> Unforeseen => new()
    {
        { new TaskCanceledException("", new TimeoutException()), FailureClass.Timeout },
        { new TimeoutException(), FailureClass.Timeout },
        { new InvalidOperationException(), FailureClass.Transient },
        { new NotSupportedException(), FailureClass.Transient },
    };

    [Theory]
    [MemberData(nameof(Unforeseen))]
    public async Task A_create_call_that_breaks_off_as_nobody_foresaw_is_in_doubt(Exception how, FailureClass expected)
    {
        foreach (bool streaming in new[] { false, true })
        {
            ReplicateBench bench = new() { OnCreate = (_, _) => throw how };

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(streaming)).Should().ThrowAsync<ProviderException>()).Which;

            (failure.Class, failure.InDoubt, bench.Creates).Should().Be((expected, true, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_compressed_answer_that_is_damaged_is_in_doubt_where_it_created_and_asked_for_again_where_it_told_the_status(bool create)
    {
        HttpResponseMessage damaged = new() { Content = new StreamContent(new BreakingStream("{"u8.ToArray(), new InvalidDataException())) };
        if (!create)
        {
            ReplicateBench polled = new ReplicateBench().Then(() => damaged).Then("succeeded", "\"ok\"");
            (await polled.AskAsync(false)).Text.Should().Be("ok");
            return;
        }

        ReplicateBench bench = new ReplicateBench().Creating(() => damaged);

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(false)).Should().ThrowAsync<ProviderException>()).Which;

        (failure.Class, failure.InDoubt, bench.Creates).Should().Be((FailureClass.Malformed, true, 1));
    }

    [Theory]
    [InlineData(502, true)]
    [InlineData(504, true)]
    [InlineData(520, true)]
    [InlineData(522, true)]
    [InlineData(524, true)]
    [InlineData(503, false)]
    [InlineData(521, false)]
    [InlineData(523, false)]
    [InlineData(429, false)]
    public async Task A_create_call_that_a_gateway_gave_up_on_is_in_doubt(int status, bool inDoubt)
    {
        ReplicateBench bench = new ReplicateBench().Creating(() => ReplicateBench.Problem(status, "<html>"));

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(false)).Should().ThrowAsync<ProviderException>()).Which;

        (failure.InDoubt, failure.StatusCode, bench.Creates).Should().Be((inDoubt, status, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>hidden words</html>")]
    [InlineData("{\"id\":\"p1\",\"status\":\"hidden words")]
    [InlineData("{\"id\":\"../x\",\"status\":\"starting\"}")]
    [InlineData("{\"status\":\"starting\"}")]
    [InlineData("{\"id\":\"p1\"}")]
    [InlineData("[]")]
    [InlineData("{\"\\ud800\":1,\"id\":\"p1\",\"status\":\"starting\"}")]
    public async Task A_create_call_that_answers_no_prediction_is_malformed_and_in_doubt(string body)
    {
        ReplicateBench bench = new ReplicateBench().Creating(() => StubHttpHandler.Json(body, HttpStatusCode.Created));

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(false)).Should().ThrowAsync<ProviderException>()).Which;

        (failure.Class, failure.InDoubt).Should().Be((FailureClass.Malformed, true));
        failure.ToString().Should().NotContain("hidden").And.NotContain(ReplicateBench.Token);
        bench.Handler.Requests.Should().ContainSingle();
    }
}

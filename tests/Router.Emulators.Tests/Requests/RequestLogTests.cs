using System.Net;
using System.Text;
using Router.Emulators.Requests;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Requests;

public sealed class RequestLogTests : EmulatorTest
{
    private const string Hello = """{"model":"gpt-4o","messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task Request_is_kept_whole_but_for_the_credential()
    {
        using HttpRequestMessage request = Request(Emulators.OpenAI, HttpMethod.Post, "/chat/completions?a=b", Json(Hello));
        request.Headers.Add("x-mine", "yes");
        using HttpResponseMessage response = await SendAsync(request);
        RecordedRequest recorded = await Emulators.OpenAI.Requests.WaitForEndAsync(cancellationToken: Guard);

        recorded.Method.Should().Be("POST");
        recorded.Path.Should().Be("/v1/chat/completions");
        recorded.Query.Should().Be("?a=b");
        recorded.BodyText.Should().Be(Hello);
        recorded.Json!["model"]!.GetValue<string>().Should().Be("gpt-4o");
        recorded.Headers["X-Mine"].Should().Be("yes");
        recorded.Headers["authorization"].Should().Be("Bearer [redacted]");
        recorded.Headers.Values.Should().NotContain(value => value.Contains(Emulators.OpenAI.ApiKey, StringComparison.Ordinal));
        recorded.StatusCode.Should().Be(200);
    }

    [Fact]
    public async Task Waiter_gets_the_request_that_matches_and_no_other()
    {
        Task<RecordedRequest> waiting = Emulators.OpenAI.Requests.WaitForArrivalAsync(request => request.Path.EndsWith("/models", StringComparison.Ordinal), Guard);
        using HttpResponseMessage other = await PostAsync(Emulators.OpenAI, "/chat/completions", Hello);
        bool early = waiting.IsCompleted;
        using HttpResponseMessage models = await GetAsync(Emulators.OpenAI, "/models");

        early.Should().BeFalse();
        (await waiting).Number.Should().Be(2);
        Emulators.OpenAI.Requests.Count.Should().Be(2);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using CancellationTokenSource source = new();
        Task<RecordedRequest> waiting = Emulators.OpenAI.Requests.WaitForArrivalAsync(cancellationToken: source.Token);
        await source.CancelAsync();

        await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Services_keep_their_requests_apart()
    {
        using HttpResponseMessage response = await GetAsync(Emulators.Replicate, "/account");

        Emulators.Replicate.Requests.Last.Path.Should().Be("/v1/account");
        Emulators.OpenAI.Requests.Snapshot().Should().BeEmpty();
    }

    [Fact]
    public async Task Only_loopback_is_listened_on()
    {
        foreach (ServiceEmulator service in new ServiceEmulator[] { Emulators.OpenAI, Emulators.WorkersAI, Emulators.Replicate })
        {
            service.Endpoint.Host.Should().Be("127.0.0.1");
        }

        Emulators.OpenAI.Endpoint.AbsolutePath.Should().Be("/v1");
        Emulators.WorkersAI.Endpoint.AbsolutePath.Should().Be("/client/v4");
        Emulators.Replicate.Endpoint.AbsolutePath.Should().Be("/v1");
        using HttpResponseMessage control = await SendAsync(Request(
            Emulators.OpenAI, HttpMethod.Post, new Uri(Emulators.OpenAI.Endpoint, "/_emulator/faults").AbsoluteUri, new StringContent("html", Encoding.UTF8)));
        control.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}

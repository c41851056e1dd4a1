using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Router.Adapters;
using Router.DependencyInjection;
using Router.Providers.OpenAI;
using Router.TestKit;

namespace Router.Providers.Tests.OpenAI;

public sealed class ClientTests
{
    [Fact]
    public void Services_are_answered_by_type_and_without_a_key()
    {
        using OpenAIRig rig = OpenAIRig.Answering("{}", ("endpoint", "http://127.0.0.1:8080/v1"));
        using IChatClient client = rig.Provider.CreateChatClient(new("gpt-4o-mini", "gpt-4o-mini-2024-07-18"))!;

        ChatClientMetadata metadata = client.GetService<ChatClientMetadata>()!;

        metadata.ProviderName.Should().Be("openai");
        metadata.ProviderUri.Should().Be(new Uri("http://127.0.0.1:8080/v1"));
        metadata.DefaultModelId.Should().Be("gpt-4o-mini-2024-07-18");
        client.GetService<IChatClient>().Should().BeSameAs(client);
        client.GetService(typeof(ChatClientMetadata), "key").Should().BeNull();
        client.GetService(typeof(string)).Should().BeNull();
        FluentActions.Invoking(() => client.GetService(null!)).Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData("https://gateway.test/accounts/abc/ai/v1", "https://gateway.test/accounts/abc/ai/v1/chat/completions")]
    [InlineData("https://gateway.test/v1/", "https://gateway.test/v1/chat/completions")]
    [InlineData("https://azure.test/openai?api-version=1", "https://azure.test/openai/chat/completions?api-version=1")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/chat/completions")]
    public async Task An_endpoint_keeps_its_path_and_query(string endpoint, string expected)
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}"""), ("endpoint", endpoint));

        await rig.AskAsync();

        rig.Handler.Requests[0].Message.RequestUri.Should().Be(new Uri(expected));
    }

    [Fact]
    public async Task Account_headers_and_no_key_are_sent_as_set()
    {
        using OpenAIRig rig = OpenAIRig.Answering(OpenAIRig.Answer("""{"content":"x"}"""),
            ("apiKey", ""), ("organization", "org-1"), ("project", "proj-1"), ("headers.x-team", "blue"));

        await rig.AskAsync();

        RecordedRequest request = rig.Handler.Requests[0];
        request.Header("Authorization").Should().BeNull();
        request.Header("OpenAI-Organization").Should().Be("org-1");
        request.Header("OpenAI-Project").Should().Be("proj-1");
        request.Header("x-team").Should().Be("blue");
    }

    [Fact]
    public async Task The_first_update_comes_before_the_stream_ends()
    {
        GatedStream body = new("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
        using OpenAIRig rig = Serving(body);

        await using IAsyncEnumerator<ChatResponseUpdate> updates = rig.Chat.GetStreamingResponseAsync("hi").GetAsyncEnumerator();

        (await updates.MoveNextAsync()).Should().BeTrue();
        updates.Current.Text.Should().Be("a");
        body.Disposed.Should().BeFalse();
    }

    [Fact]
    public async Task A_dropped_stream_lets_its_connection_go()
    {
        GatedStream body = new("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
        using OpenAIRig rig = Serving(body);

        await foreach (ChatResponseUpdate _ in rig.Chat.GetStreamingResponseAsync("hi"))
        {
            break;
        }

        body.Disposed.Should().BeTrue();
    }

    [Fact]
    public async Task Cancellation_aborts_a_stream_that_stalls()
    {
        using CancellationTokenSource cancel = new();
        GatedStream body = new("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
        using OpenAIRig rig = Serving(body);
        await using IAsyncEnumerator<ChatResponseUpdate> updates =
            rig.Chat.GetStreamingResponseAsync("hi", null, cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        await updates.MoveNextAsync();

        Task next = updates.MoveNextAsync().AsTask();
        next.IsCompleted.Should().BeFalse();
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => next).Should().ThrowAsync<OperationCanceledException>();
        body.Disposed.Should().BeTrue();
    }

    [Fact]
    public async Task Cancellation_reaches_the_request()
    {
        using CancellationTokenSource cancel = new();
        using StubHttpHandler handler = new(async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        using OpenAIRig rig = new(handler);
        Func<Task> act = () => rig.Chat.GetResponseAsync("hi", null, cancel.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        handler.Requests.Should().ContainSingle("there is one attempt per call");
    }

    [Fact]
    public async Task Fingerprint_and_tier_go_to_the_activity_alone()
    {
        using OpenAIRig rig = OpenAIRig.Answering(
            """{"system_fingerprint":"fp","service_tier":"default","choices":[{"message":{"content":"x"}}]}""");
        using Activity activity = new Activity("call") { IsAllDataRequested = true }.Start();

        ChatResponse response = await rig.AskAsync();

        activity.GetTagItem("openai.response.system_fingerprint").Should().Be("fp");
        activity.GetTagItem("openai.response.service_tier").Should().Be("default");
        response.AdditionalProperties.Should().BeNull();
    }

    [Fact]
    public async Task One_client_serves_many_calls_at_once()
    {
        using OpenAIRig rig = new(request => StubHttpHandler.Json(OpenAIRig.Answer(
            $"{{\"content\":{request.Json!["messages"]![0]!["content"]!.ToJsonString()}}}")));
        AITool tool = AIFunctionFactory.Create(() => 1, "f");

        string[] texts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            (await rig.Chat.GetResponseAsync($"question {i}", new() { Tools = [tool] })).Text)));

        texts.Should().Equal(Enumerable.Range(0, 200).Select(i => $"question {i}"));
    }

    [Fact]
    public void Settings_that_no_header_can_carry_are_told()
    {
        List<string> errors = [];
        ProviderSettings settings = new(new Dictionary<string, string>
        {
            ["apiKey"] = "sk secret",
            ["headers.x y"] = "1",
            ["headers.ok"] = "secret\nline",
        });

        new OpenAIProviderType().Validate(settings, [new("")], errors);

        errors.Should().HaveCount(4);
        string.Concat(errors).Should().NotContain("secret");
        errors.Clear();
        new OpenAIProviderType().Validate(new ProviderSettings(new Dictionary<string, string> { ["apiKey"] = "sk-1\n" }), [new("m")], errors);
        errors.Should().BeEmpty();
    }

    [Fact]
    public void The_built_in_types_are_registered_once()
    {
        Builder builder = new();

        builder.AddDefaultProviders().AddDefaultProviders().Should().BeSameAs(builder);

        using ServiceProvider services = builder.Services.BuildServiceProvider();
        services.GetServices<IProviderType>().Should().BeEquivalentTo(DefaultProviders.All);
        DefaultProviders.All.Select(type => type.Name).Should().OnlyHaveUniqueItems().And.Contain("openai");
    }

    private static OpenAIRig Serving(Stream body) => new(_ =>
    {
        HttpResponseMessage answer = new() { Content = new StreamContent(body) };
        answer.Content.Headers.ContentType = new("text/event-stream");
        return answer;
    });

    private sealed class Builder : IRouterBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }

    /// <summary>Gives out its text, then waits until it is cancelled.</summary>
    private sealed class GatedStream(string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        internal bool Disposed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
            {
                return await base.ReadAsync(buffer, cancellationToken);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            Disposed = true;
            base.Dispose(disposing);
        }
    }
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Router.Emulators;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Emulators.Replicate;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Providers.Tests.Integration;

/// <summary>The whole way: the repository's <c>providers.json</c>, the registration, the routes, the adapters, sockets.</summary>
public sealed class ModelRouterOverEmulatorsTests : IAsyncLifetime
{
    private const string CloudflareTarget = """{ "provider": "cloudflare", "model": "@cf/meta/llama-3.3-70b-instruct-fp8-fast" },""";

    private EmulatorHost _host = null!;

    public static TheoryData<bool> Both => [false, true];

    public async Task InitializeAsync() => _host = await EmulatorHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_picture_of_one_provider_is_described_by_another(bool streaming)
    {
        await using RouterBench bench = new(_host);

        ImageGenerationResponse painted = await bench.Painter.GenerateAsync(new ImageGenerationRequest("a red circle on a blue background"));
        ChatResponse caption = await AskAsync(
            bench.Captioner, streaming, new ChatMessage(ChatRole.User, [painted.Contents[0], new TextContent("Describe this picture.")]));

        painted.GetRouteReport()!.Provider.Should().Be("replicate");
        caption.GetRouteReport()!.Provider.Should().Be("cloudflare");
        caption.Text.Should().Contain("a red circle on a blue background", "it is seen in the pixels, the prompt did not travel");
        _host.OpenAI.Requests.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_painter_that_is_rate_limited_is_replaced()
    {
        await using RouterBench bench = new(_host);
        _host.Replicate.Faults.Always(Fault.WithCode("throttled") with { RetryAfterBody = 60 });
        _host.OpenAI.Faults.Always(Fault.WithStatus(401));

        ImageGenerationResponse painted = await bench.Painter.GenerateAsync(new ImageGenerationRequest("a green square"));
        ChatResponse caption = await AskAsync(
            bench.Captioner, false, new ChatMessage(ChatRole.User, [painted.Contents[0], new TextContent("Describe this picture.")]));

        RouteReport report = painted.GetRouteReport()!;
        report.Provider.Should().Be("cloudflare");
        report.Attempts.Select(attempt => attempt.Class).Should().Equal(FailureClass.RateLimited, FailureClass.Credential, null);
        caption.Text.Should().Contain("a green square");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_rate_limit_asks_the_next_target_and_leaves_the_first_alone(bool streaming)
    {
        await using RouterBench bench = new(_host);
        _host.WorkersAI.Faults.Always(Fault.WithCode("3021") with { RetryAfter = "30" });
        _host.OpenAI.Replies.When(_ => true, Reply.Say("from openai"));

        ChatResponse first = await AskAsync(bench.Assistant, streaming, new ChatMessage(ChatRole.User, "hi"));
        ChatResponse second = await AskAsync(bench.Assistant, streaming, new ChatMessage(ChatRole.User, "hi"));

        first.Text.Should().Be("from openai");
        first.ModelId.Should().Be("gpt-4o-mini-2024-07-18");
        RouteReport report = first.GetRouteReport()!;
        report.Attempts.Select(attempt => (attempt.Provider, attempt.Class)).Should()
            .Equal(("cloudflare", FailureClass.RateLimited), ("openai", null));
        second.GetRouteReport()!.Skipped.Should().ContainSingle();
        _host.WorkersAI.Requests.Count.Should().Be(1, "it cools");
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("cut=5")]
    [InlineData("end=5")]
    [InlineData("no-frames")]
    [InlineData("html")]
    [InlineData("code=3040; error-after=0")]
    public async Task A_stream_that_dies_before_its_first_token_is_answered_by_the_next_target(string fault)
    {
        await using RouterBench bench = new(_host);
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("from cloudflare"));
        _host.WorkersAI.Faults.Always(Fault.Parse(fault));
        _host.OpenAI.Replies.When(_ => true, Reply.Say("from openai"));

        ChatResponse response = await AskAsync(bench.Assistant, true, new ChatMessage(ChatRole.User, "hi"));

        response.Text.Should().Be("from openai");
        RouteReport report = response.GetRouteReport()!;
        report.Attempts[0].Class.Should().NotBeNull();
        report.Provider.Should().Be("openai");
    }

    [Fact]
    public async Task An_error_in_the_stream_after_the_first_token_surfaces_as_committed()
    {
        await using RouterBench bench = new(_host);
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("one two three four"));
        _host.WorkersAI.Faults.Always(Fault.ErrorInStream(2, "3040"));
        string text = "";

        RouteException failure = (await FluentActions.Awaiting(async () =>
        {
            await foreach (ChatResponseUpdate update in bench.Assistant.GetStreamingResponseAsync("hi"))
            {
                text += update.Text;
            }
        }).Should().ThrowAsync<RouteException>()).Which;

        failure.Committed.Should().BeTrue();
        failure.Class.Should().Be(FailureClass.Capacity);
        text.Should().StartWith("one").And.NotContain("four");
        _host.OpenAI.Requests.Count.Should().Be(0, "what was said cannot be taken back");
    }

    [Fact]
    public async Task Held_back_the_same_stream_is_answered_whole_by_the_next_target()
    {
        await using RouterBench bench = new(
            _host, edit: json => json.Replace("\"maxAttempts\": 4,", "\"maxAttempts\": 4, \"streamMode\": \"hold\",", StringComparison.Ordinal));
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("one two three four"));
        _host.WorkersAI.Faults.Always(Fault.ErrorInStream(2, "3040"));
        _host.OpenAI.Replies.When(_ => true, Reply.Say("five six seven"));

        ChatResponse response = await AskAsync(bench.Assistant, true, new ChatMessage(ChatRole.User, "hi"));

        response.Text.Should().Be("five six seven");
        response.GetRouteReport()!.Provider.Should().Be("openai");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_caller_who_gives_up_ends_the_request_at_the_provider(bool streaming)
    {
        await using RouterBench bench = new(_host);
        _host.WorkersAI.Faults.Always(Fault.StallAfter(0));
        using CancellationTokenSource caller = new();

        Task asked = AskAsync(bench.Assistant, streaming, new ChatMessage(ChatRole.User, "hi"), caller.Token);
        Emulators.Requests.RecordedRequest request = await _host.WorkersAI.Requests.WaitForArrivalAsync();
        await caller.CancelAsync();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        await request.Ended;
        request.ClientAborted.Should().BeTrue();
        _host.OpenAI.Requests.Count.Should().Be(0, "nobody waits for another answer");
    }

    [Fact]
    public async Task A_caller_who_gives_up_cancels_the_prediction()
    {
        await using RouterBench bench = new(_host);
        _host.Replicate.Predictions.Enqueue(new PredictionScript { Statuses = ["starting", "processing"], Wait = WaitOutcome.Starting });
        using CancellationTokenSource caller = new();

        Task asked = bench.Painter.GenerateAsync(new ImageGenerationRequest("a cat"), cancellationToken: caller.Token);
        await _host.Replicate.Requests.WaitForArrivalAsync(request => request.Method == "GET");
        await caller.CancelAsync();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        await _host.Replicate.Requests.WaitForEndAsync(request => request.Path.EndsWith("/cancel", StringComparison.Ordinal));
        (_host.OpenAI.Requests.Count + _host.WorkersAI.Requests.Count).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_change_of_the_file_swaps_the_provider_under_a_client_that_stays(bool streaming)
    {
        ManualTimeProvider time = new();
        await using RouterBench bench = new(_host, time);
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("from cloudflare"));
        _host.OpenAI.Replies.When(_ => true, Reply.Say("from openai"));
        IChatClient assistant = bench.Assistant;
        (await AskAsync(assistant, streaming, new ChatMessage(ChatRole.User, "hi"))).Text.Should().Be("from cloudflare");

        bench.Change(json => json.Replace(CloudflareTarget, "", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromSeconds(2));

        (await AskAsync(assistant, streaming, new ChatMessage(ChatRole.User, "hi"))).Text.Should().Be("from openai");
        _host.WorkersAI.Requests.Count.Should().Be(1);
    }

    [Fact]
    public async Task As_a_section_of_the_applications_configuration_the_file_serves_as_well()
    {
        using ConfigurationRoot section = (ConfigurationRoot)RouterBench.Section(_host);
        ServiceCollection services = new();
        services.AddRouter(section).AddDefaultProviders().AddDefaultProviders();
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        _host.WorkersAI.Replies.When(_ => true, Reply.Say("hello"));

        (await provider.GetRequiredService<IChatClient>().GetResponseAsync("hi")).Text.Should().Be("hello");
        (await provider.GetRequiredService<IImageGenerator>().GenerateAsync(new ImageGenerationRequest("a cat")))
            .GetRouteReport()!.Provider.Should().Be("replicate");
    }

    [Theory]
    [InlineData("replicate", "stability-ai/sdxl", "sdxl")]
    [InlineData("cloudflare", "@cf/meta/llama-3.3-70b-instruct-fp8-fast", "")]
    public void A_model_that_a_type_cannot_serve_is_a_configuration_error_with_no_secret(string provider, string model, string wrong)
    {
        using ConfigurationRoot section = (ConfigurationRoot)RouterBench.Section(_host);
        foreach (IConfigurationSection target in section.GetSection("routes").GetChildren().SelectMany(route => route.GetSection("targets").GetChildren()))
        {
            if (target["provider"] == provider && target["model"] == model)
            {
                target["model"] = wrong;
            }
        }

        ServiceCollection services = new();
        services.AddRouter(section).AddDefaultProviders();
        using ServiceProvider application = services.BuildServiceProvider();

        application.Invoking(host => host.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<Router.Configuration.RouterConfigurationException>().Which.ToString()
            .Should().NotContain(_host.Replicate.ApiKey).And.NotContain(_host.WorkersAI.ApiKey).And.NotContain(_host.OpenAI.ApiKey);
    }

    private static Task<ChatResponse> AskAsync(IChatClient client, bool streaming, ChatMessage message, CancellationToken token = default) =>
        streaming
            ? client.GetStreamingResponseAsync([message], cancellationToken: token).ToChatResponseAsync(token)
            : client.GetResponseAsync([message], cancellationToken: token);
}

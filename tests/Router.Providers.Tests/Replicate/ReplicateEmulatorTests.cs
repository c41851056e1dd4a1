using System.Drawing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Emulators;
using Router.Emulators.Faults;
using Router.Emulators.Replicate;
using Router.Providers.Replicate;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.Replicate;

/// <summary>The adapter against the emulated service, over real sockets.</summary>
public sealed class ReplicateEmulatorTests : IAsyncLifetime, IDisposable
{
    private const string Llama = "meta/meta-llama-3-8b-instruct";
    private const string Text = "Once upon a time, 日本 🎉.";
    private const string Output = """["Once"," upon"," a time",","," 日本 🎉","."]""";

    private readonly ManualTimeProvider _time = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private EmulatorHost _host = null!;

    public static TheoryData<bool> Both => [false, true];

    public async Task InitializeAsync() => _host = await EmulatorHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_official_model_answers_with_usage(bool streaming)
    {
        _host.Replicate.Predictions.Enqueue(PredictionScript.Output(Output));

        ChatResponse response = await AskAsync(streaming);

        response.Text.Should().Be(Text);
        response.Usage!.OutputTokenCount.Should().BePositive();
        response.AdditionalProperties!["version"].Should().Be("hidden");
        Cancels.Should().Be(0);
    }

    [Theory]
    [InlineData(WaitOutcome.Default)]
    [InlineData(WaitOutcome.Finished)]
    [InlineData(WaitOutcome.ProcessingWithOutput)]
    [InlineData(WaitOutcome.Starting)]
    public async Task However_a_held_create_call_answers_the_answer_is_whole(WaitOutcome outcome)
    {
        _host.Replicate.Predictions.Enqueue(PredictionScript.Output(Output) with { Wait = outcome });

        ChatResponse response = await AskAsync(streaming: false);

        response.Text.Should().Be(Text);
        response.Usage!.OutputTokenCount.Should().BePositive();
    }

    [Theory]
    [InlineData(StreamEnd.Default, false)]
    [InlineData(StreamEnd.RequestTimeout, false)]
    [InlineData(StreamEnd.Missing, false)]
    [InlineData(StreamEnd.Default, true)]
    public async Task However_a_stream_ends_the_answer_is_whole(StreamEnd end, bool without)
    {
        _host.Replicate.Predictions.Enqueue(PredictionScript.Output(Output) with { StreamEnd = end, WithoutStream = without });

        (await AskAsync(streaming: true)).Text.Should().Be(Text);

        (Count("POST", "/predictions"), Cancels).Should().Be((1, 0));
    }

    [Fact]
    public async Task A_stream_whose_connection_is_lost_at_any_byte_is_completed_exactly()
    {
        _host.Replicate.Predictions.When(_ => true, PredictionScript.Output(Output));
        for (int cut = 0; cut < 400; cut += 3)
        {
            _host.Replicate.Faults.Clear();
            _host.Replicate.Faults.When(
                request => request.Path.StartsWith("/stream/", StringComparison.Ordinal), cut % 2 == 0 ? Fault.CutAfter(cut) : Fault.EndAfter(cut));

            (await AskAsync(streaming: true)).Text.Should().Be(Text, "the stream was cut at {0}", cut);
        }

        Cancels.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_failed_prediction_is_classified(bool streaming)
    {
        _host.Replicate.Predictions.Enqueue(PredictionScript.Failed("CUDA out of memory (E1001)"));

        (await FailAsync(() => AskAsync(streaming))).Class.Should().Be(FailureClass.Capacity);
    }

    [Theory]
    [InlineData("canceled")]
    [InlineData("aborted")]
    public async Task A_prediction_that_others_ended_is_a_failure(string status)
    {
        foreach (bool streaming in new[] { false, true })
        {
            _host.Replicate.Predictions.Enqueue(new PredictionScript { Statuses = ["starting", status], Wait = WaitOutcome.Starting, WithoutStream = true });

            (await FailAsync(() => AskAsync(streaming))).Class.Should().BeOneOf(FailureClass.Transient, FailureClass.Capacity);
        }

        Cancels.Should().Be(0);
    }

    [Theory]
    [InlineData("unauthenticated", FailureClass.Credential)]
    [InlineData("insufficient_credit", FailureClass.QuotaExhausted)]
    [InlineData("not_found", FailureClass.ModelGone)]
    [InlineData("invalid_version", FailureClass.ModelGone)]
    [InlineData("input_validation", FailureClass.CallerFault)]
    [InlineData("throttled", FailureClass.RateLimited)]
    [InlineData("throttled.low_credit", FailureClass.RateLimited)]
    [InlineData("internal", FailureClass.Transient)]
    public async Task A_refused_request_is_classified(string code, FailureClass expected)
    {
        foreach (bool streaming in new[] { false, true })
        {
            _host.Replicate.Faults.Next(Fault.WithCode(code) with { RetryAfterBody = 11 });

            Failure failure = await FailAsync(() => AskAsync(streaming));

            failure.Class.Should().Be(expected);
            failure.RetryAfter.Should().Be(expected is FailureClass.RateLimited ? TimeSpan.FromSeconds(11) : null);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_create_call_that_is_reset_is_in_doubt_and_not_repeated(bool streaming)
    {
        _host.Replicate.Faults.Next(Fault.ConnectionReset);

        (await FailAsync(() => AskAsync(streaming))).InDoubt.Should().BeTrue();

        _host.Replicate.Requests.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_community_model_without_its_version_is_told_to_need_one()
    {
        ProviderException failure = (await FluentActions.Awaiting(() => AskAsync(streaming: false, model: "yorickvp/llava-13b"))
            .Should().ThrowAsync<ProviderException>()).Which;

        failure.Message.Should().Contain("64 hex digits");
    }

    [Fact]
    public async Task A_picture_painted_by_one_model_is_captioned_by_another()
    {
        ImageGenerationResponse painted = await PumpAsync(Provider()
            .CreateImageGenerator(new ModelReference("stability-ai/sdxl", ReplicateEmulator.VersionOf("stability-ai/sdxl")))!
            .GenerateAsync(new ImageGenerationRequest("a red circle"), new ImageGenerationOptions { Count = 2, ImageSize = new Size(256, 256) }));

        painted.Contents.Should().HaveCount(2).And.AllBeOfType<DataContent>();
        DataContent picture = (DataContent)painted.Contents[0];
        picture.MediaType.Should().Be("image/png");
        picture.AdditionalProperties!["version"].Should().Be(ReplicateEmulator.VersionOf("stability-ai/sdxl"));
        ChatResponse caption = await PumpAsync(Provider()
            .CreateChatClient(new ModelReference("salesforce/blip:" + ReplicateEmulator.VersionOf("salesforce/blip")))!
            .GetResponseAsync([new ChatMessage(ChatRole.User, [picture])]));
        caption.Text.Should().StartWith("Caption: ").And.Contain("red");
    }

    [Fact]
    public async Task A_large_picture_goes_over_the_files_API()
    {
        byte[] bytes = new byte[300 * 1024];
        _host.Replicate.Predictions.Enqueue(PredictionScript.Output("\"seen\""));

        ChatResponse response = await PumpAsync(Provider()
            .CreateChatClient(new ModelReference("salesforce/blip:" + ReplicateEmulator.VersionOf("salesforce/blip")))!
            .GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(bytes, "image/png")])]));

        response.Text.Should().Be("seen");
        Count("POST", "/v1/files").Should().Be(1);
    }

    [Fact]
    public async Task A_deployment_paints()
    {
        ImageGenerationResponse painted = await PumpAsync(Provider()
            .CreateImageGenerator(new ModelReference("deployments/router/painter"))!.GenerateAsync(new ImageGenerationRequest("a cat")));

        painted.Contents.Should().ContainSingle().Which.Should().BeOfType<DataContent>();
    }

    [Fact]
    public async Task A_flagged_picture_is_a_matter_of_policy()
    {
        Failure failure = await FailAsync(() => PumpAsync(Provider()
            .CreateImageGenerator(new ModelReference("black-forest-labs/flux-schnell"))!.GenerateAsync(new ImageGenerationRequest("[nsfw]"))));

        failure.Class.Should().Be(FailureClass.ContentPolicy);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Given_up_while_it_runs_the_prediction_is_cancelled_once(bool streaming)
    {
        _host.Replicate.Predictions.Enqueue(new PredictionScript
        {
            OutputJson = Output,
            Statuses = ["starting", "processing"],
            Wait = WaitOutcome.Starting,
            WithoutStream = true,
        });
        using CancellationTokenSource caller = new();
        IProvider provider = Provider();
        IChatClient client = provider.CreateChatClient(new ModelReference(Llama))!;
        Task asked = streaming
            ? client.GetStreamingResponseAsync("Hi", cancellationToken: caller.Token).ToChatResponseAsync(caller.Token)
            : client.GetResponseAsync("Hi", cancellationToken: caller.Token);
        await _time.WhenTimersAsync(1);

        await caller.CancelAsync();
        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        ((IDisposable)provider).Dispose();

        Cancels.Should().Be(1);
    }

    [Fact]
    public async Task A_stream_that_stalls_and_is_abandoned_is_cancelled_once()
    {
        _host.Replicate.Predictions.Enqueue(PredictionScript.Output(Output) with { Statuses = ["starting", "processing"] });
        _host.Replicate.Faults.When(request => request.Path.StartsWith("/stream/", StringComparison.Ordinal), Fault.StallAfter(120));
        IProvider provider = Provider();
        IChatClient client = provider.CreateChatClient(new ModelReference(Llama))!;

        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("Hi"))
        {
            update.Text.Should().Be("Once");
            break;
        }

        ((IDisposable)provider).Dispose();

        Cancels.Should().Be(1);
    }

    private int Cancels => Count("POST", "/cancel");

    private int Count(string method, string ending) =>
        _host.Replicate.Requests.Snapshot().Count(request => request.Method == method && request.Path.EndsWith(ending, StringComparison.Ordinal));

    private IProvider Provider() => new ReplicateProviderType().Create(new ProviderContext
    {
        Name = "rep",
        Settings = new ProviderSettings([new("apiToken", _host.Replicate.ApiKey), new("endpoint", _host.Replicate.Endpoint.AbsoluteUri)]),
        Http = _http,
        TimeProvider = _time,
        LoggerFactory = NullLoggerFactory.Instance,
    });

    private Task<ChatResponse> AskAsync(bool streaming, string model = Llama)
    {
        IChatClient client = Provider().CreateChatClient(new ModelReference(model))!;
        return PumpAsync(streaming ? client.GetStreamingResponseAsync("Hi").ToChatResponseAsync() : client.GetResponseAsync("Hi"));
    }

    private async Task<Failure> FailAsync<T>(Func<Task<T>> work) =>
        Provider().Classifier.Classify((await FluentActions.Awaiting(work).Should().ThrowAsync<ProviderException>()).Which);

    private async Task<T> PumpAsync<T>(Task<T> work)
    {
        while (await Task.WhenAny(work, _time.WhenTimersAsync(1)) != work)
        {
            await _time.AdvanceToNextTimerAsync();
        }

        return await work;
    }
}

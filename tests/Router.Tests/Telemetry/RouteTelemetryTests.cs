using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Catalog;
using Router.Configuration;
using Router.Resilience;
using Router.Routing;
using Router.Telemetry;
using Router.TestKit;
using Router.Tests.Routing;

namespace Router.Tests.Telemetry;

[Collection(ListenersAlone.Name)]
public sealed class RouteTelemetryTests
{
    private const string Canary = "canary-2718";

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_route_span_holds_one_client_span_per_attempt(bool streaming)
    {
        using TelemetryRecorder recorder = new();
        using IChatClient client = Failing("first").WithFallback(Options(), Answering("second"));
        await AskAsync(client, streaming, new ChatOptions { Temperature = 0.5f, MaxOutputTokens = 7, ConversationId = "talk", Seed = 3, StopSequences = ["end"] });

        Activity route = recorder.RouteSpan;
        route.DisplayName.Should().Be("router.route mine");
        route.Kind.Should().Be(ActivityKind.Internal);
        route.GetTagItem("router.route").Should().Be("mine");
        route.GetTagItem("router.task").Should().Be("chat");
        route.GetTagItem("router.strategy").Should().Be("priority");
        route.GetTagItem("router.target").Should().Be("1:second/model-second");
        route.GetTagItem("router.attempts").Should().Be(2);
        route.GetTagItem("gen_ai.operation.name").Should().BeNull("a second chat span would count each call twice");
        route.Status.Should().Be(ActivityStatusCode.Unset);

        recorder.ChatSpans.Select(span => span.DisplayName).Should().Equal("chat model-first", "chat model-second");
        recorder.ChatSpans.Should().OnlyContain(span => span.ParentSpanId == route.SpanId && span.TraceId == route.TraceId);
        Activity first = recorder.ChatSpans[0];
        first.GetTagItem("error.type").Should().Be(typeof(ProviderException).FullName);
        first.Status.Should().Be(ActivityStatusCode.Error);
        Activity second = recorder.ChatSpans[1];
        Dictionary<string, object?> tags = second.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value);
        tags.Should().Contain(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "second",
            ["gen_ai.request.model"] = "model-second",
            ["server.address"] = "second.example",
            ["server.port"] = 8443,
            ["gen_ai.request.temperature"] = 0.5f,
            ["gen_ai.request.max_tokens"] = 7,
            ["gen_ai.request.seed"] = 3L,
            ["gen_ai.conversation.id"] = "talk",
            ["gen_ai.response.id"] = "r",
            ["gen_ai.response.model"] = "served",
            ["gen_ai.usage.input_tokens"] = 11L,
            ["gen_ai.usage.output_tokens"] = 5L,
        });
        tags["gen_ai.response.finish_reasons"].Should().BeEquivalentTo(new[] { "stop" });
        tags["gen_ai.request.stop_sequences"].Should().BeEquivalentTo(new[] { "end" });
        tags.ContainsKey("gen_ai.request.stream").Should().Be(streaming);
        tags.ContainsKey("gen_ai.response.time_to_first_chunk").Should().Be(streaming);
        tags.Should().NotContainKeys("error.type", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions");
        recorder.Open.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_decision_is_an_event_in_order()
    {
        using TelemetryRecorder recorder = new();
        RouteFixture fixture = new(new RoutePlan("",
            ClassPlans.Ok("x") with { Capabilities = new ModelCapabilities { ContextTokens = 0 } },
            ClassPlans.Fails("a", FailureClass.Transient),
            new TargetPlan("b", Failures.Of(FailureClass.RateLimited, retryAfter: 5), ScriptedTurn.Text("b"))));
        await fixture.RunAsync();

        recorder.RouteSpan.Events.Select(happened => happened.Name).Should().Equal(
            "router.skip", "router.attempt", "router.retry", "router.attempt", "router.fallback", "router.attempt", "router.wait", "router.attempt");
        ActivityEvent[] events = [.. recorder.RouteSpan.Events];
        Tag(events[0], "router.skip.reason").Should().Be("Incapable");
        Tag(events[1], "router.failure.class").Should().Be("Transient");
        Tag(events[2], "router.delay_ms").Should().BeOfType<double>().Which.Should().BePositive();
        Tag(events[4], "router.fallback.from").Should().Be("a");
        Tag(events[4], "router.target").Should().Be("b");
        Tag(events[6], "router.delay_ms").Should().BeOfType<double>().Which.Should().BeInRange(5000, 5600);
        Tag(events[7], "router.failure.class").Should().BeNull();
    }

    [Theory]
    [InlineData(RouteMode.Unary)]
    [InlineData(RouteMode.Streaming)]
    [InlineData(RouteMode.Images)]
    public async Task A_failed_request_names_its_class(RouteMode mode)
    {
        using TelemetryRecorder recorder = new();
        await new RouteFixture(new RoutePlan("", ClassPlans.Fails("a", FailureClass.Credential)), mode).RunAsync();
        recorder.RouteSpan.GetTagItem("error.type").Should().Be("Credential");
        recorder.RouteSpan.Status.Should().Be(ActivityStatusCode.Error);
        recorder.RouteSpan.GetTagItem("router.task").Should().Be(mode == RouteMode.Images ? "image" : "chat");
        recorder.Measurements.Single(one => one.Name == "router.route.duration").Tags.Should().Contain("error.type", "Credential");
    }

    [Fact]
    public async Task A_stream_that_fails_late_or_is_left_ends_its_spans()
    {
        using TelemetryRecorder recorder = new();
        using IChatClient cut = Leaf("cut", ScriptedTurn.Cut("x", Failures.Error(FailureClass.Malformed))).WithFallback(Options());
        Func<Task> read = () => AskAsync(cut, streaming: true);
        await read.Should().ThrowAsync<RouteException>();
        recorder.RouteSpan.GetTagItem("error.type").Should().Be("Malformed");
        recorder.Open.Should().BeEmpty();

        ManualTimeProvider clock = new();
        using IChatClient left = Leaf("left", ScriptedTurn.Text("x", "y")).WithFallback(Options(clock));
        await foreach (ChatResponseUpdate update in left.GetStreamingResponseAsync("hi"))
        {
            clock.Advance(TimeSpan.FromHours(1));
            break;
        }

        recorder.Spans.Should().HaveCount(4);
        recorder.Open.Should().BeEmpty();
        recorder.Measurements.Last(one => one.Name == "router.route.duration").Value.Should().BeLessThan(1, "the hour was the reader's");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task No_content_is_told_unless_that_is_switched_on(bool streaming)
    {
        using TelemetryRecorder recorder = new();
        foreach (bool capture in new[] { false, true })
        {
            GenAITelemetryOptions options = new() { CaptureContent = capture };
            ProviderException error = new("failed") { Class = FailureClass.Malformed, Detail = "detail-" + Canary };
            using IChatClient client = new ScriptedChatClient(ScriptedTurn.Fail(error)).WithGenAITelemetry(options)
                .WithFallback(Options(), new ScriptedChatClient(ScriptedTurn.Text("answer-" + Canary)).WithGenAITelemetry(options));
            await AskAsync(client, streaming, new ChatOptions { Instructions = "system-" + Canary }, "prompt-" + Canary);
            recorder.AllText.Contains(Canary).Should().Be(capture);
        }

        recorder.AllText.Should().Contain("prompt-" + Canary).And.Contain("answer-" + Canary).And.Contain("system-" + Canary)
            .And.NotContain("detail-" + Canary);
        recorder.Measurements.SelectMany(one => one.Tags.Values).Should().NotContain(value => value is string && ((string)value).Contains(Canary));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Metrics_of_calls_and_of_routes_are_recorded_once_each(bool streaming)
    {
        using TelemetryRecorder recorder = new();
        using IChatClient client = Failing("first").WithFallback(Options(), Answering("second"));
        await AskAsync(client, streaming);

        IEnumerable<string> names = recorder.Measurements.Select(one => one.Name).Order(StringComparer.Ordinal);
        List<string> expected =
        [
            "gen_ai.client.operation.duration", "gen_ai.client.operation.duration", "gen_ai.client.token.usage", "gen_ai.client.token.usage",
            "router.attempt.count", "router.attempt.count", "router.fallback.count", "router.route.duration",
        ];
        if (streaming)
        {
            expected.InsertRange(2, ["gen_ai.client.operation.time_per_output_chunk", "gen_ai.client.operation.time_to_first_chunk"]);
        }

        names.Should().Equal(expected);
        recorder.Measurements.Where(one => one.Name == "gen_ai.client.token.usage")
            .Select(one => (one.Value, one.Tags["gen_ai.token.type"], one.Tags["gen_ai.response.model"]))
            .Should().Equal((11, "input", "served"), (5, "output", "served"));
        recorder.Measurements.Where(one => one.Name == "gen_ai.client.operation.duration")
            .Select(one => one.Tags.GetValueOrDefault("error.type")).Should().Equal(new object?[] { typeof(ProviderException).FullName, null });
        recorder.Measurements.Where(one => one.Name == "gen_ai.client.operation.duration").Should().OnlyContain(one => !one.Tags.ContainsKey("gen_ai.token.type"));
        recorder.Measurements.Where(one => one.Name == "router.attempt.count")
            .Select(one => one.Tags["router.failure.class"]).Should().Equal("Malformed", "none");
    }

    [Fact]
    public async Task While_nobody_listens_nothing_is_made_and_calls_pass_untouched()
    {
        ChatResponse response = new(new ChatMessage(ChatRole.Assistant, "x"));
        Task<ChatResponse> answer = Task.FromResult(response);
        IAsyncEnumerable<ChatResponseUpdate> stream = response.ToChatResponseUpdates().ToAsyncEnumerable();
        Activity? seen = null;
        using LambdaChatClient inner = new()
        {
            Respond = (_, _, _) => { seen = Activity.Current; return answer; },
            Stream = (_, _, _) => stream,
        };
        using IChatClient client = inner.WithGenAITelemetry();
        client.GetResponseAsync("hi").Should().BeSameAs(answer, "nothing is put around it");
        client.GetStreamingResponseAsync("hi").Should().BeSameAs(stream);

        Activity outer = new("outer");
        outer.Start();
        using IChatClient route = client.WithFallback();
        await route.GetResponseAsync("hi");
        seen.Should().BeSameAs(outer, "the route makes no span either");
        outer.Stop();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_readers_span_is_its_own_between_updates_and_late_spans_nest(bool instrumented)
    {
        using TelemetryRecorder recorder = new();
        using ActivitySource source = new("test");
        LambdaChatClient leaf = new() { Stream = (_, _, _) => SpansAsync(source) };
        using IChatClient client = (instrumented ? leaf.WithGenAITelemetry() : leaf).WithFallback(Options());
        using Activity reader = source.StartActivity("reader")!;

        int updates = 0;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("hi"))
        {
            updates++;
            Activity.Current.Should().BeSameAs(reader);
        }

        Activity.Current.Should().BeSameAs(reader);
        updates.Should().Be(5, "four, and the report");
        Activity[] late = [.. recorder.Spans.Where(span => span.OperationName == "http")];
        late.Should().HaveCount(4);
        ActivitySpanId parent = instrumented ? recorder.ChatSpans.Single().SpanId : recorder.RouteSpan.SpanId;
        late.Should().OnlyContain(span => span.ParentSpanId == parent);
        recorder.RouteSpan.ParentSpanId.Should().Be(reader.SpanId);
        recorder.Open.Should().Equal(reader);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_callers_span_is_current_after_a_unary_request(bool fails)
    {
        using TelemetryRecorder recorder = new();
        using ActivitySource source = new("test");
        using Activity caller = source.StartActivity("caller")!;
        RouteFixture fixture = new(new RoutePlan("", fails ? ClassPlans.Fails("a", FailureClass.Credential) : ClassPlans.Ok("a")));
        await fixture.AskAsync();
        Activity.Current.Should().BeSameAs(caller);
    }

    [Fact]
    public void A_leaf_that_tells_of_itself_is_not_wrapped()
    {
        using ActivitySource own = new("theirs");
        ScriptedChatClient bare = new();
        ScriptedChatClient instrumented = new() { Services = new Dictionary<Type, object> { [typeof(ActivitySource)] = own } };
        ScriptedImageGenerator bareImages = new(TimeProvider.System);
        ScriptedImageGenerator instrumentedImages = new(TimeProvider.System)
        {
            Services = new Dictionary<Type, object> { [typeof(ActivitySource)] = own },
        };

        Make(bare, bareImages).Chat.Should().BeOfType<GenAITelemetryChatClient>();
        Make(bare, bareImages).Images.Should().BeOfType<GenAITelemetryImageGenerator>();
        Make(instrumented, instrumentedImages).Chat.Should().BeSameAs(instrumented);
        Make(instrumented, instrumentedImages).Images.Should().BeSameAs(instrumentedImages);
        bare.WithGenAITelemetry().GetService<ActivitySource>()!.Name.Should().Be("Router");

        static ModelClients Make(IChatClient chat, IImageGenerator images)
        {
            RouteEngine engine = new(new MonotonicClock(TimeProvider.System), NullLogger.Instance, () => 0);
            using ProviderInstance instance = new(
                "p", new ProviderConfig { Type = "t" }, new GivenProvider(chat, images), null, engine, new GenAITelemetryOptions());
            ModelClients made = instance.For(new ModelReference("m"));
            instance.For(new ModelReference("m")).Should().BeSameAs(made, "every route shares them");
            return made;
        }
    }

    [Theory]
    [InlineData("creation")]
    [InlineData("null")]
    [InlineData("close")]
    public async Task A_leaf_span_ends_however_its_stream_does(string fault)
    {
        using TelemetryRecorder recorder = new();
        using LambdaChatClient leaf = new()
        {
            Stream = (_, _, _) => fault == "creation" ? throw new IOException("no") : FaultyAsync(fault),
        };
        using IChatClient client = leaf.WithGenAITelemetry();
        Func<Task> read = async () =>
        {
            await foreach (ChatResponseUpdate? update in client.GetStreamingResponseAsync("hi"))
            {
                _ = update;
            }
        };
        if (fault == "null")
        {
            await read.Should().NotThrowAsync("to say so is the reader's part");
        }
        else
        {
            await read.Should().ThrowAsync<IOException>();
        }

        recorder.Open.Should().BeEmpty();
        recorder.ChatSpans.Should().HaveCount(1);
        (recorder.ChatSpans[0].GetTagItem("error.type") as string).Should().Be(fault == "null" ? null : typeof(IOException).FullName);
    }

    [Fact]
    public async Task Images_are_told_of_as_calls_are()
    {
        using TelemetryRecorder recorder = new();
        using GenAITelemetryImageGenerator generator = new(new ScriptedImageGenerator(TimeProvider.System, ScriptedTurn.Text("x"), Failures.Of(FailureClass.Transient)));
        await generator.GenerateAsync(new ImageGenerationRequest(Canary), new ImageGenerationOptions { ModelId = "m", Count = 2 });
        Func<Task> second = () => generator.GenerateAsync(new ImageGenerationRequest(Canary));
        await second.Should().ThrowAsync<ProviderException>();

        recorder.ChatSpans.Select(span => span.DisplayName).Should().Equal("generate_content m", "generate_content");
        recorder.ChatSpans[0].GetTagItem("gen_ai.output.type").Should().Be("image");
        recorder.ChatSpans[0].GetTagItem("gen_ai.request.choice.count").Should().Be(2);
        recorder.ChatSpans[1].GetTagItem("error.type").Should().Be(typeof(ProviderException).FullName);
        recorder.AllText.Should().NotContain(Canary);
        recorder.Open.Should().BeEmpty();
    }

    private static FallbackOptions Options(TimeProvider? clock = null) => new() { Name = "mine", TimeProvider = clock ?? TimeProvider.System };

    private static IChatClient Leaf(string name, ScriptedTurn turn) => new ScriptedChatClient(turn)
    {
        Metadata = new ChatClientMetadata(name, new Uri($"https://{name}.example:8443/v1"), "model-" + name),
    }.WithGenAITelemetry(new GenAITelemetryOptions { CaptureContent = false });

    private static IChatClient Failing(string name) => Leaf(name, Failures.Of(FailureClass.Malformed));

    private static IChatClient Answering(string name)
    {
        ChatResponseUpdate end = ScriptedTurn.Update(new UsageContent(new UsageDetails { InputTokenCount = 11, OutputTokenCount = 5 }));
        (end.FinishReason, end.ModelId) = (ChatFinishReason.Stop, "served");
        return Leaf(name, new ScriptedTurn { Updates = [ScriptedTurn.Update(new TextContent("x")), end] });
    }

    private static async Task AskAsync(IChatClient client, bool streaming, ChatOptions? options = null, string prompt = "hi")
    {
        if (streaming)
        {
            await client.GetStreamingResponseAsync(prompt, options).ToChatResponseAsync();
        }
        else
        {
            await client.GetResponseAsync(prompt, options);
        }
    }

    private static object? Tag(ActivityEvent happened, string name) => happened.Tags.SingleOrDefault(tag => tag.Key == name).Value;

    private static async IAsyncEnumerable<ChatResponseUpdate> SpansAsync(ActivitySource source)
    {
        for (int index = 0; index < 4; index++)
        {
            using (source.StartActivity("http"))
            {
                await Task.Yield();
            }

            yield return ScriptedTurn.Update(new TextContent("x"));
        }
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> FaultyAsync(string fault)
    {
        await Task.CompletedTask;
        try
        {
            yield return fault == "null" ? null! : ScriptedTurn.Update(new TextContent("x"));
        }
        finally
        {
            FailToClose(fault);
        }
    }

    private static void FailToClose(string fault)
    {
        if (fault == "close")
        {
            throw new IOException("stuck");
        }
    }

    private sealed class GivenProvider(IChatClient chat, IImageGenerator images) : IProvider
    {
        public FailureClassifier Classifier => FailureClassifier.Default;

        public IChatClient? CreateChatClient(ModelReference model) => chat;

        public IImageGenerator? CreateImageGenerator(ModelReference model) => images;
    }
}

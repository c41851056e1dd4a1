using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Router.Adapters;
using Router.Configuration;
using Router.Resilience;
using Router.Routing;
using Router.Telemetry;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>What anybody may expect of an <c>IChatClient</c>, and how routes are composed.</summary>
public sealed class ClientContractTests
{
    [Fact]
    public void GetService_answers_for_the_route_and_asks_the_targets_for_the_rest()
    {
        ScriptedChatClient first = new() { Services = new Dictionary<Type, object> { [typeof(Uri)] = new Uri("https://first") } };
        ScriptedChatClient second = new()
        {
            Services = new Dictionary<Type, object> { [typeof(Uri)] = new Uri("https://second"), [typeof(Version)] = new Version(1, 2) },
        };
        using RouteChatClient client = new([first, second], new FallbackOptions { Name = "mine" });

        client.GetService(typeof(IChatClient)).Should().BeSameAs(client);
        client.GetService(typeof(RouteChatClient)).Should().BeSameAs(client);
        client.GetService<RouteInfo>()!.Name.Should().Be("mine");
        client.GetService<RouteInfo>()!.Targets.Select(target => target.Name).Should().Equal("0:client/default", "1:client/default");
        client.GetService<ChatClientMetadata>()!.ProviderName.Should().Be("router");
        client.GetService<ChatClientMetadata>()!.DefaultModelId.Should().Be("mine");
        client.GetService<ActivitySource>()!.Name.Should().Be(RouterDiagnostics.SourceName);
        client.GetService<Uri>().Should().Be(new Uri("https://first"));
        client.GetService<Version>().Should().Be(new Version(1, 2));
        client.GetService<ScriptedChatClient>().Should().BeSameAs(first);
        client.GetService(typeof(IChatClient), "key").Should().BeNull();
        client.GetService(typeof(RouteInfo), "key").Should().BeNull();
        client.GetService<ILogger>().Should().BeNull();
        FluentActions.Invoking(() => client.GetService(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void GetService_of_a_generator_follows_the_same_rules()
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Ok("a")), RouteMode.Images);
        fixture.Images.GetService(typeof(IImageGenerator)).Should().BeSameAs(fixture.Images);
        fixture.Images.GetService<RouteInfo>()!.Task.Should().Be(RouteTask.Image);
        fixture.Images.GetService<ImageGeneratorMetadata>()!.DefaultModelId.Should().Be("route");
        fixture.Images.GetService<ActivitySource>().Should().NotBeNull();
        fixture.Images.GetService<ScriptedImageGenerator>().Should().BeSameAs(fixture.Generators["a"]);
        fixture.Images.GetService(typeof(IImageGenerator), "key").Should().BeNull();
        FluentActions.Invoking(() => fixture.Images.GetService(null!)).Should().Throw<ArgumentNullException>();
        fixture.Images.Dispose();
        fixture.Generators["a"].Disposed.Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dispose_disposes_the_clients_unless_they_are_left_open(bool leaveOpen)
    {
        ScriptedChatClient first = new();
        ScriptedChatClient second = new();
        new RouteChatClient([first, second, first], new FallbackOptions { LeaveOpen = leaveOpen }).Dispose();
        (first.Disposed, second.Disposed).Should().Be((!leaveOpen, !leaveOpen));
    }

    [Fact]
    public void A_client_that_cannot_be_disposed_keeps_no_other_from_it()
    {
        ScriptedChatClient second = new();
        RouteChatClient client = new([new LambdaChatClient { OnDispose = () => throw new InvalidOperationException("stuck") }, second]);
        FluentActions.Invoking(client.Dispose).Should().Throw<AggregateException>();
        second.Disposed.Should().BeTrue();
    }

    [Fact]
    public void A_route_needs_a_client_and_no_null_is_one()
    {
        FluentActions.Invoking(() => new RouteChatClient([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RouteChatClient((IEnumerable<IChatClient>)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new RouteChatClient([null!])).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ((IChatClient)null!).WithFallback()).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ((IChatClient)null!).WithGenAITelemetry()).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task The_same_client_may_stand_twice()
    {
        ScriptedChatClient twice = new(Failures.Of(FailureClass.Malformed), ScriptedTurn.Text("second time"));
        using IChatClient client = twice.WithFallback(twice);
        ChatResponse response = await client.GetResponseAsync("hi");
        response.Text.Should().Be("second time");
        response.GetRouteReport()!.Target.Should().Be("1:client/default");
    }

    [Fact]
    public async Task A_classifier_that_a_client_answers_with_is_used()
    {
        ScriptedChatClient first = new(ScriptedTurn.Fail(new ProviderException("odd") { StatusCode = 418 }))
        {
            Services = new Dictionary<Type, object> { [typeof(FailureClassifier)] = new Teapots() },
            Metadata = new ChatClientMetadata("teapot", null, "model-t"),
        };
        using IChatClient client = first.WithFallback(new ScriptedChatClient(ScriptedTurn.Text("coffee")));
        RouteReport report = (await client.GetResponseAsync("hi")).GetRouteReport()!;
        report.Attempts[0].Class.Should().Be(FailureClass.Capacity);
        report.Attempts[0].Provider.Should().Be("teapot");
        report.Attempts[0].Model.Should().Be("model-t");
    }

    [Fact]
    public async Task A_route_within_a_route_is_judged_by_its_own_class()
    {
        ManualTimeProvider clock = new();
        FallbackOptions options = new() { TimeProvider = clock };
        IChatClient inner = new ScriptedChatClient(Failures.Of(FailureClass.QuotaExhausted)).WithFallback(options);
        using IChatClient outer = inner.WithFallback(options, new ScriptedChatClient(ScriptedTurn.Text("b")));
        RouteReport report = (await outer.GetResponseAsync("hi")).GetRouteReport()!;
        report.Attempts.Select(attempt => attempt.Class).Should().Equal(FailureClass.QuotaExhausted, null);
    }

    [Fact]
    public async Task The_layers_fit_a_builder_that_knows_nothing_of_them()
    {
        RecordingLoggerFactory logs = new();
        await using ServiceProvider services = new ServiceCollection().AddSingleton<ILoggerFactory>(logs).BuildServiceProvider();
        ScriptedChatClient leaf = new(Failures.Of(FailureClass.Malformed));
        List<string> order = [];
        IChatClient client = new ForeignBuilder(leaf)
            .Use((inner, _) => new Noting(inner, "outer", order))
            .Use(RouterMiddleware.Fallback(new FallbackOptions { Name = "foreign" }, new ScriptedChatClient(ScriptedTurn.Text("b"))))
            .Use((inner, _) => new Noting(inner, "inner", order))
            .Use(RouterMiddleware.Telemetry())
            .Build(services);

        (await client.GetResponseAsync("hi")).Text.Should().Be("b");
        order.Should().Equal("outer", "inner");
        client.GetService<RouteInfo>()!.Name.Should().Be("foreign");
        logs.Entries.Should().NotBeEmpty("the pipeline's log is taken where the options name none");
        client.Dispose();
        leaf.Disposed.Should().BeTrue();
    }

    [Fact]
    public void A_layer_can_be_built_many_times_and_without_services()
    {
        Func<IChatClient, IServiceProvider, IChatClient> layer = RouterMiddleware.Fallback();
        IChatClient first = layer(new ScriptedChatClient(), null!);
        IChatClient second = layer(new ScriptedChatClient(), null!);
        first.Should().NotBeSameAs(second);
    }

    [Theory]
    [InlineData(RouteMode.Unary)]
    [InlineData(RouteMode.Images)]
    public async Task A_response_object_that_a_client_hands_out_twice_keeps_each_report_apart(RouteMode mode)
    {
        ChatResponse shared = new(new ChatMessage(ChatRole.Assistant, "x")) { FinishReason = ChatFinishReason.Stop };
        LambdaChatClient client = new() { Respond = (_, _, _) => Task.FromResult(shared) };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", ScriptedTurn.Text("x")) { Chat = client }), mode);
        RouteReport first = (await fixture.RunAsync()).Report!;
        AdditionalPropertiesDictionary? kept = shared.AdditionalProperties;
        RouteReport second = (await fixture.RunAsync()).Report!;
        second.Should().NotBeSameAs(first);
        if (mode == RouteMode.Unary)
        {
            kept![RouteReport.PropertyName].Should().BeSameAs(first);
        }

        first.Attempts.Should().HaveCount(1);
    }

    private sealed class Teapots : FailureClassifier
    {
        protected override Failure ClassifyResponse(ProviderException exception) => Describe(exception, FailureClass.Capacity);
    }

    private sealed class Noting(IChatClient inner, string name, List<string> order) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            order.Add(name);
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }

    /// <summary>The <c>Use</c> and <c>Build</c> that Microsoft.Extensions.AI's builder has: the first layer is the outermost.</summary>
    private sealed class ForeignBuilder(IChatClient innermost)
    {
        private readonly List<Func<IChatClient, IServiceProvider, IChatClient>> _layers = [];

        internal ForeignBuilder Use(Func<IChatClient, IServiceProvider, IChatClient> layer)
        {
            _layers.Add(layer);
            return this;
        }

        internal IChatClient Build(IServiceProvider services) =>
            Enumerable.Reverse(_layers).Aggregate(innermost, (inner, layer) => layer(inner, services));
    }
}

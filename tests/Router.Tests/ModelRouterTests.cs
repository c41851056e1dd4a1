using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Configuration;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests;

/// <summary>A router over a file that changes while requests are running. The clock is manual, so every poll is the test's own.</summary>
public sealed class ModelRouterTests : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _time = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"router-{Guid.NewGuid():N}.json");
    private readonly FakeProviderType _type = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_changed_file_is_followed_and_the_client_stays_valid()
    {
        using ModelRouter router = Open(Routes("one"));
        IChatClient client = router.GetChatClient("r");
        (await client.GetResponseAsync("hi")).Text.Should().Be("one");

        Change(Routes("two"));

        (await client.GetResponseAsync("hi")).Text.Should().Be("two");
        router.Routes.Should().ContainSingle().Which.Targets[0].Model.Should().Be("two");
    }

    [Fact]
    public async Task A_bad_change_is_logged_and_the_old_configuration_stays()
    {
        ListLoggerFactory log = new();
        using ModelRouter router = Open(Routes("one"), log);
        IChatClient client = router.GetChatClient("r");

        Change("""{ "routes": { "r": { "targts": [] } } }""");

        (await client.GetResponseAsync("hi")).Text.Should().Be("one");
        log.Entries.Should().ContainSingle(entry => entry.Id == 1101).Which.Message.Should().Contain("Did you mean 'targets'?");
    }

    [Fact]
    public async Task A_request_in_flight_ends_on_the_configuration_it_began_with_and_only_then_is_its_provider_disposed()
    {
        using ModelRouter router = Open(Routes("slow", setting: "a"));
        Task<ChatResponse> running = router.GetChatClient("r").GetResponseAsync("hi");
        FakeProvider old = _type.Made.Single();

        Change(Routes("two", setting: "b"));

        (await router.GetChatClient("r").GetResponseAsync("hi")).Text.Should().Be("two");
        running.IsCompleted.Should().BeFalse();
        old.Disposed.Should().BeFalse("a request still uses it");

        old.Release.SetResult();
        (await running).Text.Should().Be("slow");
        old.Disposed.Should().BeTrue();
    }

    [Fact]
    public async Task Those_who_wait_in_a_queue_keep_their_places_through_a_reload()
    {
        const string queued = """
            {
              "providers": { "fake": { "type": "fake", "label": "x", "limits": { "concurrency": 1 } } },
              "routes": { "r": { "targets": [ { "provider": "fake", "model": "slow" } ], "maxAttempts": 2, "queue": { "limit": 1 } } }
            }
            """;
        using ModelRouter router = Open(queued);
        IChatClient client = router.GetChatClient("r");
        Task<ChatResponse> running = client.GetResponseAsync("hi");
        Task<ChatResponse> waiting = client.GetResponseAsync("hi");

        Change(queued.Replace("\"maxAttempts\": 2", "\"maxAttempts\": 3", StringComparison.Ordinal));

        Task<ChatResponse> third = client.GetResponseAsync("hi");
        third.IsCompleted.Should().BeTrue("the queue is as full as before");
        Func<Task> refused = () => third;
        (await refused.Should().ThrowAsync<RouteException>()).Which.Message.Should().Contain("full");
        _type.Made.Single().Release.SetResult();
        (await running).Text.Should().Be("slow");
        (await waiting).Text.Should().Be("slow");
    }

    [Fact]
    public async Task A_stream_in_flight_ends_on_the_configuration_it_began_with()
    {
        using ModelRouter router = Open(Routes("slow", setting: "a"));
        await using IAsyncEnumerator<ChatResponseUpdate> stream = router.GetChatClient("r").GetStreamingResponseAsync("hi").GetAsyncEnumerator();
        ValueTask<bool> first = stream.MoveNextAsync();
        FakeProvider old = _type.Made.Single();
        Change(Routes("two", setting: "b"));
        old.Disposed.Should().BeFalse();
        old.Release.SetResult();
        (await first).Should().BeTrue();
        stream.Current.Text.Should().Be("slow");
        while (await stream.MoveNextAsync())
        {
            old.Disposed.Should().BeFalse("the stream still uses it");
        }

        old.Disposed.Should().BeTrue();
    }

    [Fact]
    public async Task Health_of_a_provider_that_stays_is_kept_and_that_of_a_changed_one_begins_anew()
    {
        using ModelRouter router = Open(Routes("limited", setting: "a"));
        IChatClient client = router.GetChatClient("r");
        (await Fails(client)).Class.Should().Be(FailureClass.RateLimited);

        Change(Routes("limited", setting: "a", total: "00:00:20"));
        RouteException kept = await Fails(client);
        kept.Attempts.Should().BeEmpty("the target is still cooling");
        kept.RetryAfter.Should().BePositive();
        _type.Made.Should().ContainSingle("the provider itself did not change");

        Change(Routes("limited", setting: "b"));
        (await Fails(client)).Attempts.Should().NotBeEmpty("another account is another health");
    }

    [Fact]
    public async Task A_route_that_was_taken_away_is_refused_with_what_there_is()
    {
        using ModelRouter router = Open(Routes("one"));
        IChatClient client = router.GetChatClient("r");
        Change(Routes("one", route: "s"));
        (await client.Awaiting(item => item.GetResponseAsync("hi")).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("No route is named 'r'. For chat there are: s.");
        (await router.GetChatClient("s").GetResponseAsync("hi")).Text.Should().Be("one");
    }

    [Fact]
    public async Task A_disposed_router_refuses_new_requests_and_lets_running_ones_end()
    {
        ModelRouter router = Open(Routes("slow"));
        IChatClient client = router.GetChatClient("r");
        Task<ChatResponse> running = client.GetResponseAsync("hi");
        router.Dispose();
        router.Dispose();
        await client.Awaiting(item => item.GetResponseAsync("hi")).Should().ThrowAsync<ObjectDisposedException>();
        _type.Made.Single().Release.SetResult();
        (await running).Text.Should().Be("slow");
        _type.Made.Single().Disposed.Should().BeTrue();
        _time.ActiveTimers.Should().Be(0, "nothing watches the file any more");
    }

    [Fact]
    public void The_first_load_throws_with_place_and_suggestion()
    {
        File.WriteAllText(_path, """
            {
              "providers": { "fake": { "type": "fake" } },
              "routes": { "r": { "targets": [ { "provider": "fak", "model": "one" } ] } }
            }
            """);
        RouterConfigurationException exception = FluentActions.Invoking(() => ModelRouter.FromFile(_path, Options(null)))
            .Should().Throw<RouterConfigurationException>().Which;
        ConfigurationError error = exception.Errors.Should().ContainSingle().Which;
        error.Path.Should().Be("routes.r.targets[0].provider");
        error.Line.Should().Be(3);
        error.Suggestion.Should().Be("fake");
    }

    [Fact]
    public void A_provider_without_the_task_of_a_route_is_a_configuration_error()
    {
        File.WriteAllText(_path, """
            { "providers": { "fake": { "type": "fake" } },
              "routes": { "r": { "task": "image", "targets": [ { "provider": "fake", "model": "one" } ] } } }
            """);
        FluentActions.Invoking(() => ModelRouter.FromFile(_path, Options(null)))
            .Should().Throw<RouterConfigurationException>().WithMessage("*routes.r.targets[0].provider*has no images*");
    }

    [Fact]
    public void Asking_for_the_wrong_task_or_an_unknown_route_says_what_there_is()
    {
        using ModelRouter router = Open(Routes("one"));
        router.Invoking(item => item.GetImageGenerator("r")).Should().Throw<InvalidOperationException>()
            .WithMessage("Route 'r' is for chat, not for image. For image there are: none.");
        router.Invoking(item => item.GetChatClient("x")).Should().Throw<InvalidOperationException>()
            .WithMessage("No route is named 'x'. For chat there are: r.");
        router.Invoking(item => item.GetImageGenerator()).Should().Throw<InvalidOperationException>()
            .WithMessage("No default route is named for image*");
    }

    [Fact]
    public async Task Reloads_under_load_lose_no_request()
    {
        // The clock leaps while requests run, so none of them may be timed.
        using ModelRouter router = Open(Routes("one", setting: "0", total: "12:00:00"));
        IChatClient client = router.GetChatClient("r");
        using CancellationTokenSource stop = new();
        using CountdownEvent started = new(8);
        Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            (await client.GetResponseAsync("hi")).Text.Should().Be("one");
            started.Signal();
            while (!stop.IsCancellationRequested)
            {
                (await client.GetResponseAsync("hi")).Text.Should().Be("one");
            }
        }))];
        started.Wait();
        for (int round = 1; round <= 30; round++)
        {
            Change(Routes("one", setting: $"{round}", total: "12:00:00"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        _type.Made.Should().HaveCount(31);
        _type.Made[..^1].Should().OnlyContain(provider => provider.Disposed, "all but the last were replaced and left");
    }

    private static async Task<RouteException> Fails(IChatClient client) =>
        (await client.Awaiting(item => item.GetResponseAsync("hi")).Should().ThrowAsync<RouteException>()).Which;

    private static string Routes(string model, string setting = "x", string route = "r", string total = "00:00:10") =>
        $$"""
        {
          "providers": { "fake": { "type": "fake", "label": "{{setting}}" } },
          "routes": { "{{route}}": {
            "targets": [ { "provider": "fake", "model": "{{model}}" } ],
            "retry": { "triesPerTarget": 1 }, "timeouts": { "total": "{{total}}", "firstToken": "00:00:05", "idle": "00:00:05" } } }
        }
        """;

    private ModelRouter Open(string json, ListLoggerFactory? log = null)
    {
        File.WriteAllText(_path, json);
        return ModelRouter.FromFile(_path, Options(log));
    }

    private ModelRouterOptions Options(ListLoggerFactory? log)
    {
        ModelRouterOptions options = new() { TimeProvider = _time, LoggerFactory = log };
        options.ProviderTypes.Add(_type);
        return options;
    }

    private void Change(string json)
    {
        File.WriteAllText(_path, json);
        _time.Advance(Poll);
    }

    private sealed class FakeProviderType : IProviderType
    {
        public string Name => "fake";

        public IReadOnlyList<ProviderSetting> Settings { get; } = [new("label", ProviderSettingKind.Text, "Tells accounts apart.")];

        internal List<FakeProvider> Made { get; } = [];

        public IProvider Create(ProviderContext context)
        {
            FakeProvider provider = new();
            Made.Add(provider);
            return provider;
        }
    }

    /// <summary>Its model <c>slow</c> waits to be released, <c>limited</c> is always rate-limited, any other answers with its name.</summary>
    private sealed class FakeProvider : IProvider, IDisposable
    {
        public FailureClassifier Classifier => FailureClassifier.Default;

        internal TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool Disposed { get; private set; }

        public IChatClient CreateChatClient(ModelReference model) => model.Model switch
        {
            "limited" => new ScriptedChatClient(ScriptedTurn.Fail(
                new ProviderException("429") { Class = FailureClass.RateLimited, RetryAfter = TimeSpan.FromMinutes(5) })),
            "slow" => new GatedChatClient(new ScriptedChatClient(ScriptedTurn.Text("slow")), Release.Task),
            _ => new ScriptedChatClient(ScriptedTurn.Text(model.Model)),
        };

        public void Dispose() => Disposed = true;
    }

    private sealed class GatedChatClient(IChatClient inner, Task gate) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await gate;
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await gate;
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
            }
        }
    }
}

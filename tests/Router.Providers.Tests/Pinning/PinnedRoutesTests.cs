using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Router.Configuration;
using Router.Emulators;
using Router.Emulators.Faults;
using Router.Emulators.Replicate;
using Router.Pinning;
using Router.Resilience;
using Router.Routing;
using static Router.Providers.Tests.Pinning.PinBench;

namespace Router.Providers.Tests.Pinning;

/// <summary>Pinned routes against the emulated services: from the configuration through the lock to every answer.</summary>
public sealed class PinnedRoutesTests : IAsyncLifetime
{
    private const string Snapshot = "gpt-4o-mini-2024-07-18";
    private const string Llama = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";

    private static readonly string Released = new('d', 64);

    private EmulatorHost _host = null!;
    private PinBench _bench = null!;

    public static TheoryData<bool> Both => [false, true];

    public async Task InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync();
        _bench = PinBench.Over(_host);
    }

    public async Task DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public void Strict_does_not_load_before_it_is_pinned_and_says_how()
    {
        _bench.Configure("strict", "chat", Target("openai", "gpt-4o-mini"), Target("replicate", "meta/meta-llama-3-8b-instruct"));

        Action load = () => _bench.Router().Dispose();

        load.Should().Throw<RouterConfigurationException>().Which.Errors.Select(error => error.Message).Should().SatisfyRespectively(
            first => first.Should().Contain("router pin"),
            second => second.Should().Contain("Official models of Replicate cannot be pinned"));
    }

    [Theory]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-latest", "'gpt-4o-mini-latest' is a floating name")]
    [InlineData("chatgpt-4o-latest", null, "'chatgpt-4o-latest' is not pinned")]
    public void Strict_refuses_a_floating_latest_from_a_file_and_from_services_alike(string model, string? version, string message)
    {
        _bench.Configure("strict", "chat", Target("openai", model, version is null ? "" : $", \"version\": \"{version}\""));
        ServiceCollection services = new();
        services.AddRouter(_bench.ConfigPath).AddDefaultProviders();
        using ServiceProvider provider = services.BuildServiceProvider();

        Action file = () => _bench.Router().Dispose();
        Action resolved = () => provider.GetRequiredService<ModelRouter>();

        foreach (Action load in new[] { file, resolved })
        {
            load.Should().Throw<RouterConfigurationException>().Which.Errors.Should().ContainSingle()
                .Which.Message.Should().Contain(message).And.Contain("write \"version\": \"<snapshot>\"");
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Pinned_by_the_lock_the_snapshot_is_asked_for_and_its_answer_passes(bool streaming)
    {
        _bench.Configure("strict", "chat", Target("openai", "gpt-4o-mini"), Target("cloudflare", Llama));
        await _bench.PinAsync();
        using ModelRouter router = _bench.Router();

        ChatResponse response = await AskAsync(router, streaming);

        response.GetRouteReport()!.Should().Match<RouteReport>(report => report.Version == Snapshot && report.Target == "openai/gpt-4o-mini");
        response.GetServedVersion().Should().Be(Snapshot);
        _host.OpenAI.Requests.Snapshot()[^1].Json!["model"]!.GetValue<string>().Should().Be(Snapshot);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Another_model_that_answers_is_refused_in_strict_and_the_next_target_is_asked(bool streaming)
    {
        _bench.Configure("strict", "chat", Target("openai", "gpt-4o-mini"), Target("cloudflare", Llama));
        await _bench.PinAsync();
        _host.OpenAI.Faults.Next(new Fault { Model = "gpt-4o-mini-2026-01-01" });
        using ModelRouter router = _bench.Router();

        RouteReport report = (await AskAsync(router, streaming)).GetRouteReport()!;

        report.Provider.Should().Be("cloudflare");
        report.Attempts[0].Should().Match<RouteAttempt>(attempt => attempt.Class == FailureClass.ModelGone && attempt.Code == "version_mismatch");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Another_model_that_answers_alone_is_a_version_mismatch_for_the_caller(bool streaming)
    {
        _bench.Configure("strict", "chat", Target("openai", "gpt-4o-mini", $", \"version\": \"{Snapshot}\""));
        _host.OpenAI.Faults.Next(new Fault { Model = "gpt-4o-mini-2026-01-01" });
        using ModelRouter router = _bench.Router();

        Func<Task> ask = () => AskAsync(router, streaming);

        RouteException exception = (await ask.Should().ThrowAsync<RouteException>()).Which;
        exception.InnerException.Should().BeOfType<VersionMismatchException>().Which.Served.Should().Be("gpt-4o-mini-2026-01-01");
        exception.Committed.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_same_answer_passes_in_warn_with_the_version_noted(bool streaming)
    {
        _bench.Configure("warn", "chat", Target("openai", "gpt-4o-mini", $", \"version\": \"{Snapshot}\""));
        _host.OpenAI.Faults.Next(new Fault { Model = "gpt-4o-mini-2026-01-01" });
        using ModelRouter router = _bench.Router();

        (await AskAsync(router, streaming)).GetServedVersion().Should().Be("gpt-4o-mini-2026-01-01");
    }

    [Fact]
    public async Task Modes_of_two_targets_of_one_model_do_not_mix()
    {
        _bench.Configure(
            "warn",
            "chat",
            Target("openai", "gpt-4o-mini", $", \"name\": \"careful\", \"pinning\": \"strict\", \"version\": \"{Snapshot}\""),
            Target("openai", "gpt-4o-mini", $", \"name\": \"easy\", \"version\": \"{Snapshot}\""));
        _host.OpenAI.Faults.Always(new Fault { Model = "gpt-4o-mini-2026-01-01" });
        using ModelRouter router = _bench.Router();

        // One health for both: the refusal of the careful one leaves the model alone.
        Func<Task> ask = () => AskAsync(router, streaming: false);

        (await ask.Should().ThrowAsync<RouteException>()).Which.Skipped.Should().ContainSingle().Which.Target.Should().Be("easy");
    }

    [Fact]
    public async Task An_image_of_another_version_is_refused_and_the_next_target_paints()
    {
        _bench.Configure("strict", "image", Target("replicate", "stability-ai/sdxl"), Target("cloudflare", "@cf/black-forest-labs/flux-1-schnell"));
        await _bench.PinAsync();
        _host.Replicate.Predictions.When(_ => true, new PredictionScript { Version = Released });
        using ModelRouter router = _bench.Router();

        RouteReport report = (await router.GetImageGenerator().GenerateImagesAsync("a red circle")).GetRouteReport()!;

        report.Provider.Should().Be("cloudflare");
        report.Attempts[0].Code.Should().Be("version_mismatch");
    }

    [Fact]
    public async Task The_locked_version_of_Replicate_still_runs_after_a_new_release_and_the_check_tells_of_it()
    {
        _bench.Configure("strict", "image", Target("replicate", "stability-ai/sdxl"));
        await _bench.PinAsync();
        string locked = ReplicateEmulator.VersionOf("stability-ai/sdxl");
        _host.Replicate.Publish("stability-ai/sdxl", Released);
        using ModelRouter router = _bench.Router();

        ImageGenerationResponse response = await router.GetImageGenerator().GenerateImagesAsync("a red circle");

        response.GetServedVersion().Should().Be(locked);
        (await _bench.CheckAsync()).Single().Should().Match<PinDrift>(drift =>
            drift.Status == PinStatus.Drifted && drift.Locked!.Version == locked && drift.Resolved!.Version == Released);
    }

    [Fact]
    public async Task Changed_schemas_and_announced_ends_are_told_by_the_check()
    {
        _bench.Configure("strict", "chat", Target("cloudflare", Llama), Target("cloudflare", "@cf/meta/llama-3.1-8b-instruct"));
        await _bench.PinAsync();
        (await _bench.CheckAsync()).Should().OnlyContain(drift => drift.Status == PinStatus.Unchanged);

        _host.WorkersAI.AddInput(Llama, "verbosity", "{\"type\":\"string\"}");
        _host.WorkersAI.Deprecate("@cf/meta/llama-3.1-8b-instruct", new DateOnly(2099, 1, 31));

        (await _bench.CheckAsync()).Select(drift => (drift.Model, drift.Status)).Should().Equal(
            ("@cf/meta/llama-3.1-8b-instruct", PinStatus.Deprecated), (Llama, PinStatus.Drifted));
    }

    private static async Task<ChatResponse> AskAsync(ModelRouter router, bool streaming) => streaming
        ? await router.GetChatClient().GetStreamingResponseAsync("Say hello.").ToChatResponseAsync()
        : await router.GetChatClient().GetResponseAsync("Say hello.");
}

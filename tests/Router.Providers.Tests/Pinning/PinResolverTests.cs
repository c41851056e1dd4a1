using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Emulators;
using Router.Emulators.Faults;
using Router.Emulators.Replicate;
using Router.Providers.OpenAI;
using Router.Providers.Replicate;
using Router.Providers.WorkersAI;
using Router.Resilience;
using Router.TestKit;
using RecordedRequest = Router.Emulators.Requests.RecordedRequest;

namespace Router.Providers.Tests.Pinning;

public sealed class PinResolverTests : IAsyncLifetime, IDisposable
{
    private const string Llama = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";
    private const string Sdxl = "stability-ai/sdxl";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private EmulatorHost _host = null!;

    public static TheoryData<string> Types => ["openai", "replicate", "workers-ai"];

    public async Task InitializeAsync() => _host = await EmulatorHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18")]
    [InlineData("gpt-5.6", "gpt-5.6-sol")]
    [InlineData("o3-mini", "o3-mini-2025-01-31")]
    [InlineData("gpt-4o-2024-08-06", "gpt-4o-2024-08-06")]
    public async Task An_alias_of_OpenAI_is_asked_one_small_question(string alias, string snapshot)
    {
        (await ResolveAsync("openai", alias)).Should().Be(new PinResolution { Kind = PinKind.Snapshot, Version = snapshot });

        RecordedRequest sent = _host.OpenAI.Requests.Snapshot().Should().ContainSingle().Which;
        sent.Path.Should().EndWith("/chat/completions");
        sent.Json!["max_completion_tokens"]!.GetValue<int>().Should().Be(16);
    }

    [Fact]
    public async Task A_server_that_knows_the_old_field_alone_is_asked_with_it()
    {
        IPinResolver resolver = Provider("openai", _http, ("maxTokensField", "max_tokens")).PinResolver!;
        await resolver.ResolveAsync(new ModelReference("gpt-4o-mini"));

        _host.OpenAI.Requests.Snapshot()[0].Json!["max_tokens"]!.GetValue<int>().Should().Be(16);
    }

    [Fact]
    public async Task A_snapshot_of_OpenAI_is_looked_up_for_nothing()
    {
        (await ResolveAsync("openai", "gpt-4o-mini", "gpt-4o-mini-2024-07-18")).Version.Should().Be("gpt-4o-mini-2024-07-18");

        _host.OpenAI.Requests.Snapshot().Should().ContainSingle().Which.Path.Should().EndWith("/models/gpt-4o-mini-2024-07-18");
    }

    [Fact]
    public async Task A_model_of_OpenAI_that_does_not_chat_says_so()
    {
        PinResolution resolution = await ResolveAsync("openai", "gpt-image-1");

        resolution.Version.Should().BeNull();
        resolution.Obstacle.Should().Contain("only answers of chat name a snapshot").And.Contain("\"pinning\": \"off\"");
    }

    [Fact]
    public async Task A_server_that_answers_with_another_name_has_no_snapshot_to_pin()
    {
        _host.OpenAI.Faults.Next(new Fault { Model = "/models/qwen.gguf" });

        (await ResolveAsync("openai", "gpt-4o-mini")).Obstacle.Should().Contain("no snapshot of it");
    }

    [Fact]
    public async Task A_community_model_of_Replicate_stands_for_its_latest_version()
    {
        (await ResolveAsync("replicate", Sdxl)).Should().Be(new PinResolution { Kind = PinKind.Digest, Version = ReplicateEmulator.VersionOf(Sdxl) });

        _host.Replicate.Publish(Sdxl, new string('d', 64));
        (await ResolveAsync("replicate", Sdxl)).Version.Should().Be(new string('d', 64));
        (await ResolveAsync("replicate", Sdxl, ReplicateEmulator.VersionOf(Sdxl))).Version.Should().Be(ReplicateEmulator.VersionOf(Sdxl));
        (await ResolveAsync("replicate", $"{Sdxl}:{ReplicateEmulator.VersionOf(Sdxl)}")).Version.Should().Be(ReplicateEmulator.VersionOf(Sdxl));
    }

    [Theory]
    [InlineData("black-forest-labs/flux-schnell", "official model")]
    [InlineData("deployments/router/painter", "deployment")]
    public async Task What_has_no_version_at_Replicate_cannot_be_pinned(string model, string why)
    {
        PinResolution resolution = await ResolveAsync("replicate", model);

        resolution.Version.Should().BeNull();
        resolution.Obstacle.Should().Contain(why).And.Contain("\"pinning\": \"off\"");
    }

    [Fact]
    public async Task A_model_of_Workers_AI_stands_for_itself_with_the_digest_of_its_schema_and_its_end()
    {
        PinResolution before = await ResolveAsync("workers-ai", Llama);
        _host.WorkersAI.AddInput(Llama, "verbosity", "{\"type\":\"string\"}");
        _host.WorkersAI.Deprecate(Llama, new DateOnly(2027, 1, 31));
        PinResolution after = await ResolveAsync("workers-ai", Llama);

        before.Should().Match<PinResolution>(r => r.Kind == PinKind.Schema && r.Version == Llama && r.Deprecation == null);
        before.SchemaDigest.Should().MatchRegex("^sha256:[0-9a-f]{64}$").And.NotBe(after.SchemaDigest);
        after.Deprecation.Should().Be(new DateOnly(2027, 1, 31));
        (await ResolveAsync("workers-ai", Llama)).Should().Be(after);
    }

    [Fact]
    public async Task The_end_is_that_of_the_very_model_and_not_of_a_namesake()
    {
        _host.WorkersAI.Deprecate("@cf/meta/llama-3.1-8b-instruct-fast", new DateOnly(2027, 1, 31));

        (await ResolveAsync("workers-ai", "@cf/meta/llama-3.1-8b-instruct")).Deprecation.Should().BeNull();
    }

    [Theory]
    [InlineData("openai", "gpt-9", null)]
    [InlineData("openai", "gpt-4o", "gpt-4o-1999-01-01")]
    [InlineData("replicate", "stability-ai/nothing", null)]
    [InlineData("replicate", Sdxl, "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee")]
    [InlineData("workers-ai", "@cf/meta/nothing", null)]
    public async Task What_does_not_exist_is_a_model_that_is_gone(string type, string model, string? version)
    {
        Func<Task> resolve = () => ResolveAsync(type, model, version);

        ProviderException failure = (await resolve.Should().ThrowAsync<ProviderException>()).Which;
        Provider(type, _http).Classifier.Classify(failure).Class.Should().Be(FailureClass.ModelGone);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Whatever_a_server_answers_the_outcome_is_a_resolution_or_a_provider_exception(string type)
    {
        string[] bodies =
        [
            "", "{}", "[]", "null", "<html></html>", "{\"model\":", "{\"model\":null}", "{\"model\":\"\\ud800\"}", "{\"latest_version\":null}", "{\"latest_version\":{\"id\":7}}",
            "{\"latest_version\":{\"id\":\"\\ud800\"}}", "{\"is_official\":\"yes\",\"latest_version\":[]}", "{\"result\":null,\"success\":true}", "{\"result\":{\"a\":\"\\ud800\"}}",
            "{\"result\":{\"\\ud800\":1}}", "{\"result\":[{\"name\":1,\"properties\":3},7,{\"properties\":[]}]}", "{\"success\":false,\"errors\":[]}", "{\"result\":[],\"result\":{}}",
            new string('[', 200),
        ];
        foreach (string body in bodies)
        {
            using StubHttpHandler handler = new(_ => StubHttpHandler.Json(body));
            using HttpClient http = new(handler);
            string model = type == "workers-ai" ? Llama : type == "replicate" ? Sdxl : "gpt-4o-mini";
            try
            {
                PinResolution resolution = await Provider(type, http).PinResolver!.ResolveAsync(new ModelReference(model));
                (resolution.Version ?? resolution.Obstacle).Should().NotBeNull(body);
            }
            catch (ProviderException exception)
            {
                exception.Message.Should().NotBeEmpty(body);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_refused_credential_is_no_missing_model(string type)
    {
        using StubHttpHandler handler = new(_ => StubHttpHandler.Json("{}", HttpStatusCode.Unauthorized));
        using HttpClient http = new(handler);
        Func<Task> resolve = async () => await Provider(type, http).PinResolver!.ResolveAsync(new ModelReference(type == "workers-ai" ? Llama : Sdxl));

        ProviderException failure = (await resolve.Should().ThrowAsync<ProviderException>()).Which;
        Provider(type, http).Classifier.Classify(failure).Class.Should().Be(FailureClass.Credential);
    }

    private Task<PinResolution> ResolveAsync(string type, string model, string? version = null) =>
        Provider(type, _http).PinResolver!.ResolveAsync(new ModelReference(model, version)).AsTask();

    private IProvider Provider(string type, HttpClient http, params (string Name, string Value)[] more)
    {
        (IProviderType made, (string Name, string Value)[] settings) = type switch
        {
            "openai" => ((IProviderType)new OpenAIProviderType(), new (string, string)[] { ("apiKey", _host.OpenAI.ApiKey), ("endpoint", _host.OpenAI.Endpoint.ToString()) }),
            "replicate" => (new ReplicateProviderType(), [("apiToken", _host.Replicate.ApiKey), ("endpoint", _host.Replicate.Endpoint.ToString())]),
            _ => (new WorkersAIProviderType(),
            [
                ("accountId", _host.WorkersAI.AccountId), ("apiToken", _host.WorkersAI.ApiKey), ("endpoint", _host.WorkersAI.Endpoint.ToString()),
            ]),
        };
        return made.Create(new ProviderContext
        {
            Name = type,
            Settings = new ProviderSettings([.. settings.Concat(more).Select(setting => KeyValuePair.Create(setting.Name, setting.Value))]),
            Http = http,
            LoggerFactory = NullLoggerFactory.Instance,
        });
    }
}

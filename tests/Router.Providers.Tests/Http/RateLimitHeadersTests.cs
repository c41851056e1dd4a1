using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Emulators;
using Router.Providers.Http;
using Router.Providers.OpenAI;
using Router.Providers.Replicate;
using Router.Providers.WorkersAI;
using Router.TestKit;

namespace Router.Providers.Tests.Http;

public sealed class RateLimitHeadersTests
{
    private static readonly string[] Names =
    [
        "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
        "ratelimit-remaining", "ratelimit-reset",
    ];

    [Fact]
    public void OpenAI_tells_both_limits_and_when_they_are_whole_again() =>
        RateLimitHeaders.OpenAI(Headers(
            ("x-ratelimit-limit-requests", "30000"), ("x-ratelimit-remaining-requests", "29999"), ("x-ratelimit-reset-requests", "2ms"),
            ("x-ratelimit-limit-tokens", "150000000"), ("x-ratelimit-remaining-tokens", " 149999000 "), ("x-ratelimit-reset-tokens", "6m0s")))
            .Should().Be(new RateLimitObservation
            {
                RequestLimit = 30000,
                RequestsRemaining = 29999,
                RequestsReset = TimeSpan.FromMilliseconds(2),
                TokenLimit = 150_000_000,
                TokensRemaining = 149_999_000,
                TokensReset = TimeSpan.FromMinutes(6),
            });

    [Fact]
    public void Replicate_tells_what_is_left_and_never_the_limit() =>
        RateLimitHeaders.Replicate(Headers(("ratelimit-remaining", "599"), ("ratelimit-reset", "1")))
            .Should().Be(new RateLimitObservation { RequestsRemaining = 599, RequestsReset = TimeSpan.FromSeconds(1) });

    [Fact]
    public void What_is_not_told_is_null_and_nothing_told_is_no_observation()
    {
        RateLimitHeaders.OpenAI(Headers(("x-ratelimit-remaining-tokens", "0"))).Should().Be(new RateLimitObservation { TokensRemaining = 0 });
        RateLimitHeaders.OpenAI(Headers(("ratelimit-remaining", "1"))).Should().BeNull();
        RateLimitHeaders.Replicate(Headers(("x-ratelimit-remaining-requests", "1"))).Should().BeNull();
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e3")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("1000000000001")]
    [InlineData("99999999999999999999")]
    [InlineData("many")]
    public void An_odd_count_is_not_told(string value) =>
        RateLimitHeaders.OpenAI(Headers(("x-ratelimit-limit-requests", value), ("x-ratelimit-limit-tokens", "7")))
            .Should().Be(new RateLimitObservation { TokenLimit = 7 });

    [Theory]
    [InlineData("-1s")]
    [InlineData("12")]
    [InlineData("NaNs")]
    [InlineData("1s later")]
    [InlineData("999999h")]
    [InlineData("")]
    public void An_odd_duration_is_not_told(string value) =>
        RateLimitHeaders.OpenAI(Headers(("x-ratelimit-reset-requests", value), ("x-ratelimit-limit-tokens", "7")))
            .Should().Be(new RateLimitObservation { TokenLimit = 7 });

    [Fact]
    public void A_header_said_twice_is_not_told() =>
        RateLimitHeaders.OpenAI(Headers(
            ("x-ratelimit-limit-requests", "5"), ("x-ratelimit-limit-requests", "6"), ("x-ratelimit-limit-tokens", "7")))
            .Should().Be(new RateLimitObservation { TokenLimit = 7 });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_header_whatever_it_holds_throws_or_leads_to_a_number_out_of_range(int seed)
    {
        Random random = new(seed);
        const string Alphabet = "0123456789-+.eEhmsdµn, \tNaInf∞";
        for (int round = 0; round < 3000; round++)
        {
            List<(string Name, string Value)> headers = [];
            for (int count = random.Next(1, 8); count > 0; count--)
            {
                StringBuilder value = new();
                for (int length = random.Next(0, 24); length > 0; length--)
                {
                    value.Append(Alphabet[random.Next(Alphabet.Length)]);
                }

                headers.Add((Names[random.Next(Names.Length)], value.ToString()));
            }

            foreach (RateLimitObservation? told in new[] { RateLimitHeaders.OpenAI(Headers([.. headers])), RateLimitHeaders.Replicate(Headers([.. headers])) })
            {
                foreach (long? count in new[] { told?.RequestLimit, told?.RequestsRemaining, told?.TokenLimit, told?.TokensRemaining })
                {
                    (count ?? 0).Should().BeInRange(0, RateLimitHeaders.Largest);
                }

                foreach (TimeSpan? wait in new[] { told?.RequestsReset, told?.TokensReset })
                {
                    (wait ?? default).Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThan(RetryAfter.Longest);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAI_s_answers_are_observed_whole_streamed_and_failed(bool stream)
    {
        await using EmulatorHost host = await EmulatorHost.StartAsync();
        Observed observed = new();
        using HttpClient http = new();
        IProvider provider = Create(new OpenAIProviderType(), http, observed, ("apiKey", host.OpenAI.ApiKey), ("endpoint", host.OpenAI.Endpoint.AbsoluteUri));
        ModelReference pinned = new("gpt-4o-mini", "gpt-4o-mini-2024-07-18");

        await AskAsync(provider.CreateChatClient(pinned)!, stream, null);
        await AskAsync(provider.CreateChatClient(pinned)!, stream, new ChatOptions { ModelId = "gpt-4o" });
        host.OpenAI.Faults.Next(Emulators.Faults.Fault.WithStatus(500));
        await FluentActions.Awaiting(() => AskAsync(provider.CreateChatClient(pinned)!, stream, null)).Should().ThrowAsync<ProviderException>();

        observed.All.Select(seen => seen.Model).Should().StartWith([pinned, new ModelReference("gpt-4o")]);
        observed.All[0].Observation.Should().Be(new RateLimitObservation
        {
            RequestLimit = 30000,
            RequestsRemaining = 29999,
            RequestsReset = TimeSpan.FromMilliseconds(2),
            TokenLimit = 150_000_000,
            TokensRemaining = 149_999_000,
            TokensReset = TimeSpan.Zero,
        });
        observed.All[1].Observation.RequestsReset.Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task An_error_answer_tells_of_its_limits_too()
    {
        using StubHttpHandler handler = new(_ =>
        {
            HttpResponseMessage answer = StubHttpHandler.Json("{\"error\":{\"code\":\"rate_limit_exceeded\"}}", HttpStatusCode.TooManyRequests);
            answer.Headers.Add("x-ratelimit-remaining-requests", "0");
            return answer;
        });
        Observed observed = new();
        using HttpClient http = new(handler);
        IProvider provider = Create(new OpenAIProviderType(), http, observed, ("apiKey", "k"));

        await FluentActions.Awaiting(() => AskAsync(provider.CreateChatClient(new ModelReference("m"))!, false, null)).Should().ThrowAsync<ProviderException>();
        await FluentActions.Awaiting(() => provider.CreateImageGenerator(new ModelReference("i"))!.GenerateAsync(new ImageGenerationRequest("x")))
            .Should().ThrowAsync<ProviderException>();

        observed.All.Should().Equal(
            (new ModelReference("m"), new RateLimitObservation { RequestsRemaining = 0 }),
            (new ModelReference("i"), new RateLimitObservation { RequestsRemaining = 0 }));
    }

    [Fact]
    public async Task Replicate_s_predictions_are_observed_and_its_reads_are_not()
    {
        await using EmulatorHost host = await EmulatorHost.StartAsync();
        Observed observed = new();
        using HttpClient http = new();
        IProvider provider = Create(
            new ReplicateProviderType(), http, observed, ("apiToken", host.Replicate.ApiKey), ("endpoint", host.Replicate.Endpoint.AbsoluteUri));
        ModelReference model = new("meta/meta-llama-3-8b-instruct");

        await AskAsync(provider.CreateChatClient(model)!, false, null);

        observed.All.Should().Equal((model, new RateLimitObservation { RequestsRemaining = 599, RequestsReset = TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public async Task Workers_AI_has_told_none_and_none_are_made_up()
    {
        using StubHttpHandler handler = new(_ =>
        {
            HttpResponseMessage answer = StubHttpHandler.Json("""{"result":{"response":"hello"},"success":true}""");
            answer.Headers.Add("x-ratelimit-remaining-requests", "1");
            return answer;
        });
        Observed observed = new();
        using HttpClient http = new(handler);
        IProvider provider = Create(new WorkersAIProviderType(), http, observed, ("accountId", "a"), ("apiToken", "t"));

        await AskAsync(provider.CreateChatClient(new ModelReference("@cf/meta/llama-3.1-8b-instruct"))!, false, null);

        observed.All.Should().BeEmpty();
    }

    private static async Task AskAsync(IChatClient client, bool stream, ChatOptions? options)
    {
        ChatMessage[] messages = [new(ChatRole.User, "hello")];
        _ = stream
            ? await client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
            : await client.GetResponseAsync(messages, options);
    }

    private static IProvider Create(IProviderType type, HttpClient http, IRateLimitObserver observer, params (string Name, string Value)[] settings) =>
        type.Create(new ProviderContext
        {
            Name = "main",
            Settings = new ProviderSettings(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))),
            Http = http,
            RateLimits = observer,
            LoggerFactory = NullLoggerFactory.Instance,
        });

    private static System.Net.Http.Headers.HttpResponseHeaders Headers(params (string Name, string Value)[] headers)
    {
        HttpResponseMessage answer = new();
        foreach ((string name, string value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer.Headers;
    }

    private sealed class Observed : IRateLimitObserver
    {
        private readonly Lock _gate = new();
        private readonly List<(ModelReference Model, RateLimitObservation Observation)> _all = [];

        internal List<(ModelReference Model, RateLimitObservation Observation)> All
        {
            get
            {
                lock (_gate)
                {
                    return [.. _all];
                }
            }
        }

        public void Observe(ModelReference model, RateLimitObservation observation)
        {
            lock (_gate)
            {
                _all.Add((model, observation));
            }
        }
    }
}

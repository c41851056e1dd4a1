using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.Caching;
using Router.TestKit;

namespace Router.Tests.Caching;

public sealed class DistributedCacheStoreTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FragileDistributedCache _cache = new();
    private readonly ListLoggerFactory _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task An_answer_is_kept_for_others_and_for_as_long_as_configured()
    {
        using ExactCacheChatClient one = Client(new ScriptedChatClient(ScriptedTurn.Text("first")));
        using ExactCacheChatClient other = Client(new ScriptedChatClient(ScriptedTurn.Text("second")));

        await one.GetResponseAsync("q");
        ChatResponse response = await other.GetResponseAsync("q");

        response.Text.Should().Be("first");
        _cache.Expirations.Should().Equal(TimeSpan.FromHours(1));
        _cache.Entries.Keys.Should().ContainSingle().Which.Should().MatchRegex("^router:answer:[0-9a-f]{64}$");
    }

    [Fact]
    public async Task A_cache_that_fails_is_told_once_and_left_alone_for_a_while()
    {
        ScriptedChatClient inner = new(ScriptedTurn.Text("answer"));
        using ExactCacheChatClient client = Client(inner);
        _cache.Fails = true;

        await client.GetResponseAsync("q");
        await client.GetResponseAsync("q");
        int callsWhileBroken = _cache.Calls;
        _cache.Fails = false;
        await client.GetResponseAsync("q");
        _clock.Advance(TimeSpan.FromSeconds(5));
        await client.GetResponseAsync("q");
        await client.GetResponseAsync("q");

        inner.Calls.Should().HaveCount(4);
        callsWhileBroken.Should().Be(1);
        _log.Entries.Where(entry => entry.Level > LogLevel.Debug).Select(entry => entry.Id).Should().Equal(1400, 1401);
        _log.Entries.Should().NotContain(entry => entry.Message.Contains("secret"));
    }

    [Fact]
    public async Task A_failure_that_goes_on_is_told_once()
    {
        using ExactCacheChatClient client = Client(new ScriptedChatClient(ScriptedTurn.Text("answer")));
        _cache.Fails = true;
        for (int round = 0; round < 5; round++)
        {
            await client.GetResponseAsync("q");
            _clock.Advance(TimeSpan.FromSeconds(6));
        }

        _cache.Calls.Should().Be(5, "it is asked once after each pause");
        _log.Entries.Where(entry => entry.Level > LogLevel.Debug).Should().ContainSingle().Which.Message.Should().Contain("InvalidOperationException");
    }

    [Fact]
    public async Task A_cache_that_hangs_costs_a_request_its_time_limit_once()
    {
        using ExactCacheChatClient client = Client(new ScriptedChatClient(ScriptedTurn.Text("answer")));
        _cache.Hangs = true;

        Task<ChatResponse> asked = client.GetResponseAsync("q");
        await _clock.WhenTimersAsync(1);
        asked.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        (await asked).Text.Should().Be("answer");
        _log.Entries.Should().Contain(entry => entry.Id == 1400 && entry.Message.Contains("TimeoutException"));
        _clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task A_caller_s_cancellation_is_no_failure_of_the_cache()
    {
        using ExactCacheChatClient client = Client(new ScriptedChatClient(ScriptedTurn.Text("answer")));
        using CancellationTokenSource cancel = new();
        _cache.Hangs = true;

        Task<ChatResponse> asked = client.GetResponseAsync("q", cancellationToken: cancel.Token);
        await _clock.WhenTimersAsync(1);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>();
        _log.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Whatever_stands_under_a_key_is_an_answer_or_a_miss()
    {
        ScriptedChatClient inner = new(ScriptedTurn.Text("answer"));
        using ExactCacheChatClient client = Client(inner);
        await client.GetResponseAsync("q");
        (string key, byte[] good) = _cache.Entries.Single();
        Random random = new(5);
        for (int round = 0; round < 300; round++)
        {
            byte[] bad = round < good.Length ? good[..round] : [.. good];
            if (round >= good.Length)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            _cache.Entries[key] = bad;
            ChatResponse response = await client.GetResponseAsync("q");
            response.Messages.Should().NotBeNull();
        }

        foreach (string nothing in (string[])["{\"messages\":[null]}", "{\"messages\":[{\"role\":\"assistant\",\"contents\":[null]}]}",
            "{\"messages\":[{\"role\":\"assistant\",\"contents\":[{\"$type\":\"text\",\"text\":\"x\",\"annotations\":[null]}]}]}"])
        {
            _cache.Entries[key] = System.Text.Encoding.UTF8.GetBytes($$"""{"version":1,"kept":0,"kinds":"","response":{{nothing}}}""");
            (await client.GetResponseAsync("q")).Text.Should().Be("answer");
        }

        _cache.Entries[key] = "{\"version\":2,\"kept\":0,\"kinds\":\"\",\"response\":{\"messages\":[]}}"u8.ToArray();
        int calls = inner.Calls.Count;
        (await client.GetResponseAsync("q")).Text.Should().Be("answer");
        inner.Calls.Should().HaveCount(calls + 1);
    }

    [Fact]
    public void A_shared_cache_needs_to_know_whose_answers_it_keeps()
    {
        FluentActions.Invoking(() => new ExactCacheChatClient(new ScriptedChatClient(), new ExactCacheOptions { DistributedCache = _cache }))
            .Should().Throw<ArgumentException>().WithMessage("*Identity*");
        using ExactCacheChatClient named = new(new ScriptedChatClient(), new ExactCacheOptions { DistributedCache = _cache, Identity = "it" });
    }

    private ExactCacheChatClient Client(ScriptedChatClient inner) => new(
        new Named(inner),
        new ExactCacheOptions { DistributedCache = _cache, TimeProvider = _clock, LoggerFactory = _log });

    private sealed class Named(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("p", null, "m") : base.GetService(serviceType, serviceKey);
    }
}

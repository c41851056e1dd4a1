using Microsoft.Extensions.AI;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Caching;

/// <summary>The cache of routes: one memory for all of a router.</summary>
public sealed class RouteCacheTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RelayProviderType _type;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"router-{Guid.NewGuid():N}.json");

    public RouteCacheTests() => _type = new RelayProviderType("relay", _clock);

    public static TheoryData<bool> Both => [false, true];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_second_request_costs_nothing_and_asks_nobody(bool stream)
    {
        using ModelRouter router = Open("http://a/");
        (await AskAsync(router, "long", stream)).GetRouteReport()!.Cached.Should().BeFalse();
        ChatResponse second = await AskAsync(router, "long", stream);
        (second.Text, second.GetRouteReport()!.Cached).Should().Be(("http://a/", true));
        Calls().Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_route_gives_nothing_older_than_it_keeps_even_where_another_keeps_longer(bool stream)
    {
        using ModelRouter router = Open("http://a/");
        await AskAsync(router, "long", stream);
        (await AskAsync(router, "short", stream)).GetRouteReport()!.Cached.Should().BeTrue("it is the same request to the same model");
        _clock.Advance(TimeSpan.FromMinutes(2));
        (await AskAsync(router, "short", stream)).GetRouteReport()!.Cached.Should().BeFalse();
        (await AskAsync(router, "long", stream)).GetRouteReport()!.Cached.Should().BeTrue();
    }

    [Fact]
    public async Task A_provider_that_is_elsewhere_after_a_reload_is_asked_anew()
    {
        using ModelRouter router = Open("http://a/");
        await AskAsync(router, "long", stream: false);
        File.WriteAllText(_path, Routes("http://b/"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await AskAsync(router, "long", stream: false)).Text.Should().Be("http://b/");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_the_caller_forbids_is_neither_found_nor_kept_and_no_provider_hears_of_it(bool stream)
    {
        using ModelRouter router = Open("http://a/");
        for (int round = 0; round < 2; round++)
        {
            ChatOptions options = new() { AdditionalProperties = new() { ["router.cache"] = "off", ["x"] = 1 } };
            (await AskAsync(router, "long", stream, options)).GetRouteReport()!.Cached.Should().BeFalse();
        }

        await AskAsync(router, "long", stream, new ChatOptions { AdditionalProperties = new() { ["x"] = 1 } });
        Calls().Should().Be(3);
        _type.Clients.SelectMany(client => client.Calls).Should().OnlyContain(call => call.Options!.AdditionalProperties!.Count == 1);
    }

    private static Task<ChatResponse> AskAsync(ModelRouter router, string route, bool stream, ChatOptions? options = null) => stream
        ? router.GetChatClient(route).GetStreamingResponseAsync("q", options).ToChatResponseAsync()
        : router.GetChatClient(route).GetResponseAsync("q", options);

    private static string Routes(string endpoint) => $$"""
        {
          "providers": { "p": { "type": "relay", "endpoint": "{{endpoint}}" } },
          "routes": {
            "long": { "cache": { "duration": "1.00:00:00" }, "targets": [ { "provider": "p", "model": "m" } ] },
            "short": { "cache": { "duration": "00:01:00" }, "targets": [ { "provider": "p", "model": "m" } ] }
          }
        }
        """;

    private int Calls() => _type.Clients.Sum(client => client.Calls.Count);

    private ModelRouter Open(string endpoint)
    {
        File.WriteAllText(_path, Routes(endpoint));
        ModelRouterOptions options = new() { TimeProvider = _clock };
        options.ProviderTypes.Add(_type);
        return ModelRouter.FromFile(_path, options);
    }
}

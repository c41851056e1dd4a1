using Microsoft.Extensions.AI;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Pricing;

/// <summary>What stands on reports, by the prices of a configuration.</summary>
public sealed class RoutePriceTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"router-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("", "", 12.5)]
    [InlineData(""", "endpoint": "https://api.openai.com/v1" """, "", 12.5)]
    [InlineData(""", "endpoint": "http://127.0.0.1:8080/v1" """, "", null)]
    [InlineData(""", "endpoint": "https://api.openai.com.elsewhere.example/v1" """, "", null)]
    [InlineData(""", "endpoint": "http://127.0.0.1:8080/v1" """, """{ "provider": "openai", "model": "gpt-4o", "input": 1, "output": 1 }""", 2.0)]
    [InlineData(""", "endpoint": "http://127.0.0.1:8080/v1" """, """{ "provider": "p", "model": "*", "input": 0, "output": 0 }""", 0.0)]
    public async Task A_server_elsewhere_has_not_the_prices_of_the_one_it_speaks_like(string endpoint, string prices, double? expected)
    {
        using ModelRouter router = Open($$"""
            {
              "providers": { "p": { "type": "openai" {{endpoint}} } },
              "prices": [ {{prices}} ],
              "routes": { "r": { "targets": [ { "provider": "p", "model": "gpt-4o" } ] } }
            }
            """);
        (await router.GetChatClient("r").GetResponseAsync("q")).GetRouteReport()!.Cost.Should().Be((decimal?)expected);
    }

    [Fact]
    public async Task As_many_images_are_paid_for_as_came()
    {
        using ModelRouter router = Open($$"""
            {
              "prices": [ { "provider": "painter", "model": "m", "image": 1 } ],
              "routes": { "r": { "task": "image", "targets": [ { "provider": "painter", "model": "m" } ] } }
            }
            """);
        ImageGenerationResponse response = await router.GetImageGenerator("r")
            .GenerateAsync(new ImageGenerationRequest("a cat"), new ImageGenerationOptions { Count = 2 });
        response.GetRouteReport()!.Cost.Should().Be(1, "two were asked for and one came");
    }

    private ModelRouter Open(string json)
    {
        File.WriteAllText(_path, json);
        ModelRouterOptions options = new() { TimeProvider = _clock };
        options.ProviderTypes.Add(new RelayProviderType("openai", _clock));
        options.ImageGenerators["painter"] = new ScriptedImageGenerator(_clock, ScriptedTurn.Text("one"));
        return ModelRouter.FromFile(_path, options);
    }
}

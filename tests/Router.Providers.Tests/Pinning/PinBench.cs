using Router.Emulators;
using Router.Pinning;
using Router.Providers.Tests.Integration;

namespace Router.Providers.Tests.Pinning;

/// <summary>A folder with a <c>providers.json</c> whose three providers are emulators.</summary>
internal sealed class PinBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-pin-bench-");
    private readonly EmulatorHost _host;

    private PinBench(EmulatorHost host) => _host = host;

    internal string LockPath => Path.Combine(_folder.FullName, "providers.lock.json");

    internal string ConfigPath => Path.Combine(_folder.FullName, "providers.json");

    internal static PinBench Over(EmulatorHost host) => new(host);

    internal static string Target(string provider, string model, string more = "") => $$"""{ "provider": "{{provider}}", "model": "{{model}}"{{more}} }""";

    internal void Configure(string mode, string task, params string[] targets) => File.WriteAllText(ConfigPath, $$"""
        {
          "providers": {
            "openai": { "type": "openai", "apiKey": "{{_host.OpenAI.ApiKey}}", "endpoint": "{{_host.OpenAI.Endpoint}}" },
            "replicate": { "type": "replicate", "apiToken": "{{_host.Replicate.ApiKey}}", "endpoint": "{{_host.Replicate.Endpoint}}" },
            "cloudflare": { "type": "workers-ai", "accountId": "{{_host.WorkersAI.AccountId}}", "apiToken": "{{_host.WorkersAI.ApiKey}}",
                            "endpoint": "{{_host.WorkersAI.Endpoint}}" }
          },
          "routes": { "r": { "task": "{{task}}", "targets": [ {{string.Join(", ", targets)}} ] } },
          "pinning": { "mode": "{{mode}}" }
        }
        """);

    internal PinService Service() => PinService.FromFile(ConfigPath, Options());

    internal ModelRouter Router() => ModelRouter.FromFile(ConfigPath, Options());

    internal async Task<IReadOnlyList<PinDrift>> PinAsync()
    {
        using PinService service = Service();
        return await service.PinAsync();
    }

    internal async Task<IReadOnlyList<PinDrift>> CheckAsync()
    {
        using PinService service = Service();
        return await service.CheckAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static ModelRouterOptions Options()
    {
        ModelRouterOptions options = new() { TimeProvider = new HurriedTimeProvider() };
        foreach (Adapters.IProviderType type in DefaultProviders.All)
        {
            options.ProviderTypes.Add(type);
        }

        return options;
    }
}

namespace Router.Emulators;

/// <summary>The three emulated services as providers named <c>cloudflare</c>, <c>replicate</c> and <c>openai</c>, for an application's configuration.</summary>
public static class EmulatorSettings
{
    /// <summary>Keys and values. The credentials are the emulators' own and open nothing else.</summary>
    public static IReadOnlyDictionary<string, string?> Providers(EmulatorHost host) => new Dictionary<string, string?>
    {
        ["providers:cloudflare:type"] = "workers-ai",
        ["providers:cloudflare:accountId"] = host.WorkersAI.AccountId,
        ["providers:cloudflare:apiToken"] = host.WorkersAI.ApiKey,
        ["providers:cloudflare:endpoint"] = host.WorkersAI.Endpoint.ToString(),
        ["providers:replicate:type"] = "replicate",
        ["providers:replicate:apiToken"] = host.Replicate.ApiKey,
        ["providers:replicate:endpoint"] = host.Replicate.Endpoint.ToString(),
        ["providers:openai:type"] = "openai",
        ["providers:openai:apiKey"] = host.OpenAI.ApiKey,
        ["providers:openai:endpoint"] = host.OpenAI.Endpoint.ToString(),
    };
}

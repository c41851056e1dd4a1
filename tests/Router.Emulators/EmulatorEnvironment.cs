namespace Router.Emulators;

/// <summary>The environment variables with which the repository's <c>providers.json</c> speaks to emulators instead of the real services.</summary>
public static class EmulatorEnvironment
{
    /// <summary>Names and values. The credentials are the emulators' own and open nothing else.</summary>
    public static IReadOnlyDictionary<string, string> Variables(EmulatorHost host) => new Dictionary<string, string>
    {
        ["OPENAI_BASE_URL"] = host.OpenAI.Endpoint.ToString(),
        ["OPENAI_API_KEY"] = host.OpenAI.ApiKey,
        ["CLOUDFLARE_BASE_URL"] = host.WorkersAI.Endpoint.ToString(),
        ["CLOUDFLARE_ACCOUNT_ID"] = host.WorkersAI.AccountId,
        ["CLOUDFLARE_API_TOKEN"] = host.WorkersAI.ApiKey,
        ["REPLICATE_BASE_URL"] = host.Replicate.Endpoint.ToString(),
        ["REPLICATE_API_TOKEN"] = host.Replicate.ApiKey,
    };

    /// <summary>Sets them for this process.</summary>
    public static void Apply(EmulatorHost host)
    {
        foreach ((string name, string value) in Variables(host))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}

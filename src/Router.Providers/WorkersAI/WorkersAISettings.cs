using Router.Adapters;

namespace Router.Providers.WorkersAI;

/// <summary>The settings of a Workers AI provider in <c>providers.json</c>, and their defaults.</summary>
internal static class WorkersAISettings
{
    internal const string AccountId = "accountId";
    internal const string ApiToken = "apiToken";
    internal const string Endpoint = "endpoint";
    internal const string GatewayId = "gatewayId";
    internal const string Api = "api";
    internal const string Headers = "headers";

    internal const string ApiAuto = "auto";
    internal const string ApiRun = "run";
    internal const string ApiOpenAI = "openai";

    internal const string DefaultEndpoint = "https://api.cloudflare.com/client/v4";

    internal static readonly IReadOnlyList<ProviderSetting> All =
    [
        new(AccountId, ProviderSettingKind.Text, "The Cloudflare account, 32 hexadecimal digits.") { Required = true },
        new(ApiToken, ProviderSettingKind.Secret, "An API token with the permission Workers AI: Read.") { Required = true },
        new(Endpoint, ProviderSettingKind.Uri, $"Where the API is. Default: {DefaultEndpoint}."),
        new(GatewayId, ProviderSettingKind.Text, "The AI Gateway that requests pass through. Default: none."),
        new(Api, ProviderSettingKind.Text,
            "Which endpoint chat uses: run, openai (/ai/v1), or auto, which chooses by the model. Default: auto.")
        {
            AllowedValues = [ApiAuto, ApiRun, ApiOpenAI],
        },
        new(Headers, ProviderSettingKind.TextMap, "Headers sent with each request. Default: none."),
    ];
}

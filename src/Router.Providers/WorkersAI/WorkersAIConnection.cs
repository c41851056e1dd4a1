using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.WorkersAI.Errors;

namespace Router.Providers.WorkersAI;

/// <summary>One account: its addresses, and the sender with its credential. Thread-safe.</summary>
internal sealed class WorkersAIConnection
{
    private const string Gateway = "cf-aig-gateway-id";
    private const string GatewayAttempts = "cf-aig-max-attempts";

    private readonly string _account;

    internal WorkersAIConnection(ProviderContext context)
    {
        ProviderSettings settings = context.Settings;
        string endpoint = settings.Text(WorkersAISettings.Endpoint) ?? WorkersAISettings.DefaultEndpoint;
        _account = $"{endpoint.TrimEnd('/')}/accounts/{settings.RequiredText(WorkersAISettings.AccountId).Trim()}";
        Address = new Uri(_account);
        Api = settings.Text(WorkersAISettings.Api) ?? WorkersAISettings.ApiAuto;
        Classifier = new WorkersAIFailureClassifier(context.TimeProvider);
        Sender = new ProviderSender(
            context, WorkersAIErrorFormat.Instance, settings.RequiredText(WorkersAISettings.ApiToken), Headers(settings));
    }

    /// <summary>Sends requests.</summary>
    internal ProviderSender Sender { get; }

    /// <summary>Tells the failures of this account apart.</summary>
    internal FailureClassifier Classifier { get; }

    /// <summary>The account's address, for metadata.</summary>
    internal Uri Address { get; }

    /// <summary>The setting <c>api</c>.</summary>
    internal string Api { get; }

    /// <summary>Where OpenAI's chat completions are.</summary>
    internal Uri ChatCompletions => new($"{_account}/ai/v1/chat/completions");

    /// <summary>Where a model is run. Its name stands in the path unescaped, <c>@</c> and <c>/</c> included.</summary>
    /// <exception cref="ArgumentException">The name cannot stand in a path.</exception>
    internal Uri Run(string model) => new($"{_account}/ai/run/{ModelName.Checked(model)}");

    /// <summary>Where the schema of a model is.</summary>
    internal Uri Schema(string model) => new($"{_account}/ai/models/schema?model={Uri.EscapeDataString(ModelName.Checked(model))}");

    /// <summary>Where the catalogue is searched. Also what is deprecated, which is what one wants to hear of.</summary>
    internal Uri Search(string text) => new($"{_account}/ai/models/search?search={Uri.EscapeDataString(text)}&include_deprecated=true");

    private static Dictionary<string, string> Headers(ProviderSettings settings)
    {
        Dictionary<string, string> headers = new(settings.Map(WorkersAISettings.Headers), StringComparer.OrdinalIgnoreCase);
        if (settings.Text(WorkersAISettings.GatewayId) is { } gateway)
        {
            headers.TryAdd(Gateway, gateway);

            // Or the gateway's own tries would multiply with Router's.
            headers.TryAdd(GatewayAttempts, "1");
        }

        return headers;
    }
}

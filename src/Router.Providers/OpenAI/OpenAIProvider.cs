using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;

namespace Router.Providers.OpenAI;

/// <summary>One account at OpenAI, or one compatible server. Thread-safe.</summary>
internal sealed class OpenAIProvider : IProvider
{
    private readonly ProviderSender _sender;
    private readonly Uri _endpoint;
    private readonly ChatDialect _dialect;

    internal OpenAIProvider(ProviderContext context)
    {
        ProviderSettings settings = context.Settings;
        Dictionary<string, string> headers = new(settings.Map(OpenAIProviderType.Headers), StringComparer.OrdinalIgnoreCase);
        Add(headers, "OpenAI-Organization", settings.Text(OpenAIProviderType.Organization));
        Add(headers, "OpenAI-Project", settings.Text(OpenAIProviderType.Project));
        _sender = new ProviderSender(context, new OpenAIErrorFormat(), settings.Text(OpenAIProviderType.ApiKey), headers);
        _endpoint = settings.Uri(OpenAIProviderType.EndpointSetting) ?? Endpoint.Default;
        _dialect = ChatDialect.OpenAI with
        {
            MaxTokensField = settings.Text(OpenAIProviderType.MaxTokensField) ?? ChatDialect.OpenAI.MaxTokensField,
        };
    }

    public IPinResolver PinResolver => new OpenAIPinResolver(_sender, _endpoint, _dialect.MaxTokensField);

    public FailureClassifier Classifier => OpenAIFailureClassifier.Instance;

    public IChatClient CreateChatClient(ModelReference model) => new OpenAIChatClient(_sender, _endpoint, NameOf(model), _dialect, model);

    public IImageGenerator CreateImageGenerator(ModelReference model) => new OpenAIImageGenerator(_sender, _endpoint, NameOf(model), model);

    /// <summary>A version is a snapshot, which is asked for by its own name.</summary>
    private static string NameOf(ModelReference model) => model.Version ?? model.Model;

    private static void Add(Dictionary<string, string> headers, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            headers.TryAdd(name, value);
        }
    }
}

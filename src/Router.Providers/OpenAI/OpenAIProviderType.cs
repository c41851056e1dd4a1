using Router.Adapters;

namespace Router.Providers.OpenAI;

/// <summary>
/// <c>type: "openai"</c>: OpenAI, and every server that speaks its chat completions, such as vLLM, llama.cpp, Ollama, OpenRouter or a
/// gateway. Chat and images. Thread-safe, without state.
/// </summary>
public sealed class OpenAIProviderType : IProviderType
{
    internal const string TypeName = "openai";
    internal const string ApiKey = "apiKey";
    internal const string EndpointSetting = "endpoint";
    internal const string Organization = "organization";
    internal const string Project = "project";
    internal const string Headers = "headers";
    internal const string MaxTokensField = "maxTokensField";

    /// <inheritdoc />
    public string Name => TypeName;

    /// <inheritdoc />
    public IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(ApiKey, ProviderSettingKind.Secret, "The API key, sent as a bearer token. Default: none, as local servers need none."),
        new(EndpointSetting, ProviderSettingKind.Uri, "The base address, with its version. Default: https://api.openai.com/v1."),
        new(Organization, ProviderSettingKind.Text, "The organisation that pays, sent as OpenAI-Organization. Default: the key's own."),
        new(Project, ProviderSettingKind.Text, "The project that pays, sent as OpenAI-Project. Default: the key's own."),
        new(Headers, ProviderSettingKind.TextMap, "Further headers of each request; an Authorization among them replaces apiKey. Default: none."),
        new(MaxTokensField, ProviderSettingKind.Text,
            "The field that limits an answer; many compatible servers know max_tokens alone. Default: max_completion_tokens.")
        {
            AllowedValues = ["max_completion_tokens", "max_tokens"],
        },
    ];

    /// <inheritdoc />
    public IPinRule PinRule => PinRules.Snapshot;

    /// <inheritdoc />
    public void Validate(ProviderSettings settings, IReadOnlyList<ModelReference> models, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(errors);
        if (settings.Text(ApiKey) is { } key && key.Trim().Any(c => c is <= ' ' or > '~'))
        {
            errors.Add("'apiKey' holds a blank or a character outside ASCII, which no header can carry; give the key alone.");
        }

        foreach (KeyValuePair<string, string> header in settings.Map(Headers))
        {
            if (header.Key.Length == 0 || header.Key.Any(c => !char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
            {
                errors.Add($"'headers' names '{header.Key}', which is no header name; use letters, digits and hyphens.");
            }

            if (header.Value.Any(c => c is < ' ' or > '~'))
            {
                errors.Add($"The header '{header.Key}' has a value with a line break or a character outside ASCII; remove it.");
            }
        }

        foreach (ModelReference model in models.Where(model => string.IsNullOrWhiteSpace(model.Model)))
        {
            errors.Add($"A model has no name; give the id that the server lists, such as gpt-4o-mini{(model.Version is { } v ? $" for version {v}" : "")}.");
        }
    }

    /// <inheritdoc />
    public IProvider Create(ProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new OpenAIProvider(context);
    }
}

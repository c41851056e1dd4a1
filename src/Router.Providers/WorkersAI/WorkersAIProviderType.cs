using Router.Adapters;

namespace Router.Providers.WorkersAI;

/// <summary>
/// Cloudflare Workers AI over REST, as provider type <c>workers-ai</c>: chat with text, vision and image-to-text models, and image
/// generation. Settings: <c>accountId</c> (required), <c>apiToken</c> (required), <c>endpoint</c>, <c>gatewayId</c>, <c>api</c>,
/// <c>headers</c>. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A model cannot be pinned at Workers AI: the answer repeats the requested name, whatever served it. A target's
/// <c>version</c> is therefore a configuration error.</para>
/// <para>Where the caller sets no <c>MaxOutputTokens</c>, one is sent all the same, because the service's own default of 256 tokens
/// cuts most answers short: 2,048 for the older text models (1,024 where their context window is small), 4,096 for the newer ones,
/// whose reasoning counts too, and 512 for image-to-text models.</para>
/// <para>The bill in neurons, where the service states it, is a <see cref="double"/> in the additional properties of a chat response
/// (of its last update when streamed), or of each generated image, under <see cref="NeuronsKey"/>.</para>
/// </remarks>
public sealed class WorkersAIProviderType : IProviderType
{
    /// <summary>The name in <c>type</c>: <c>workers-ai</c>.</summary>
    public const string TypeName = "workers-ai";

    /// <summary>The provider's name in metadata and telemetry: <c>cloudflare.workers_ai</c>.</summary>
    public const string ProviderName = "cloudflare.workers_ai";

    /// <summary>The key of the billed neurons in additional properties: <c>cf-ai-neurons</c>.</summary>
    public const string NeuronsKey = BillingKeys.Neurons;

    private const int AccountIdLength = 32;

    /// <inheritdoc />
    public string Name => TypeName;

    /// <inheritdoc />
    public IReadOnlyList<ProviderSetting> Settings => WorkersAISettings.All;

    /// <inheritdoc />
    public IPinRule PinRule => PinRules.Echo;

    /// <inheritdoc />
    public void Validate(ProviderSettings settings, IReadOnlyList<ModelReference> models, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(errors);
        if (settings.Text(WorkersAISettings.AccountId) is { } account && !IsAccountId(account.Trim()))
        {
            errors.Add($"'{WorkersAISettings.AccountId}' must be the {AccountIdLength} hexadecimal digits of a Cloudflare account.");
        }

        if (settings.Text(WorkersAISettings.GatewayId) is { } gateway && !ModelName.IsPlain(gateway, "-_"))
        {
            errors.Add($"'{WorkersAISettings.GatewayId}' must be the name of an AI Gateway: letters, digits, '-' and '_'.");
        }

        foreach (ModelReference model in models)
        {
            if (!ModelName.IsValid(model.Model))
            {
                errors.Add($"'{model.Model}' is not the id of a Workers AI model; such as '@cf/meta/llama-3.3-70b-instruct-fp8-fast' would be.");
            }

            if (model.Version is not null)
            {
                errors.Add($"'{model.Model}' has a version, but Workers AI has none: remove 'version' and name the model alone.");
            }
        }
    }

    /// <inheritdoc />
    public IProvider Create(ProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new WorkersAIProvider(context);
    }

    private static bool IsAccountId(string text) => text.Length == AccountIdLength && text.All(char.IsAsciiHexDigit);
}

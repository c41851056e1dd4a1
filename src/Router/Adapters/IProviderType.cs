namespace Router.Adapters;

/// <summary>
/// A kind of provider that <c>providers.json</c> can name in <c>type</c>. This is the one interface a new provider implements
/// (with the <see cref="IProvider"/> it makes); register it as a singleton <see cref="IProviderType"/>. Thread-safe.
/// </summary>
public interface IProviderType
{
    /// <summary>The name used in <c>type</c>, such as <c>openai</c>. Compared without regard to case.</summary>
    string Name { get; }

    /// <summary>Every setting this type reads. Any other property of the provider is a configuration error.</summary>
    IReadOnlyList<ProviderSetting> Settings { get; }

    /// <summary>How answers say which version served them; null where they say nothing, and nothing can be pinned. Default: null.</summary>
    IPinRule? PinRule => null;

    /// <summary>
    /// Checks what a single setting cannot say, such as a model's name or a setting that excludes another. Adds one sentence
    /// per fault to <paramref name="errors"/>: what is wrong and what would be right, and never the value of a secret. Default:
    /// nothing to check.
    /// </summary>
    void Validate(ProviderSettings settings, IReadOnlyList<ModelReference> models, ICollection<string> errors)
    {
    }

    /// <summary>Makes one configured provider. Called once per provider and configuration; must not call the network. What it
    /// throws becomes an error of the configuration.</summary>
    IProvider Create(ProviderContext context);
}

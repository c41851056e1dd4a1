using Router.Adapters;

namespace Router.Tests.Configuration;

/// <summary>A provider type that is only ever configured.</summary>
internal sealed class FakeProviderType(string name, params ProviderSetting[] settings) : IProviderType
{
    public string Name => name;

    public IReadOnlyList<ProviderSetting> Settings => settings;

    public IPinRule? PinRule { get; init; }

    internal Action<ProviderSettings, IReadOnlyList<ModelReference>, ICollection<string>>? OnValidate { get; init; }

    public void Validate(ProviderSettings settings, IReadOnlyList<ModelReference> models, ICollection<string> errors) =>
        OnValidate?.Invoke(settings, models, errors);

    public IProvider Create(ProviderContext context) => throw new InvalidOperationException("Configuration makes no providers.");
}

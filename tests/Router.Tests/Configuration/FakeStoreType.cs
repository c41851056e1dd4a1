using Router.Adapters;
using Router.Admission;

namespace Router.Tests.Configuration;

/// <summary>A store type that is only ever configured.</summary>
internal sealed class FakeStoreType(string name, params ProviderSetting[] settings) : IAdmissionStoreType
{
    public string Name => name;

    public IReadOnlyList<ProviderSetting> Settings => settings;

    public IAdmissionStore Create(ProviderSettings settings, TimeProvider timeProvider) =>
        throw new InvalidOperationException("Configuration makes no stores.");
}

using Router.Adapters;

namespace Router.Admission;

/// <summary>Limits and budgets of this process alone; they begin anew with it.</summary>
internal sealed class MemoryAdmissionStoreType : IAdmissionStoreType
{
    public string Name => AdmissionDefaults.StoreType;

    public IReadOnlyList<ProviderSetting> Settings => [];

    public IAdmissionStore Create(ProviderSettings settings, TimeProvider timeProvider) => new MemoryAdmissionStore(timeProvider);
}

using Router.Admission;
using Router.Stores.Contract;

namespace Router.Tests.Admission;

/// <summary>The memory store keeps what every store keeps.</summary>
public sealed class MemoryAdmissionStoreContractTests : AdmissionStoreContract
{
    protected override ValueTask<IAdmissionStore> OpenAsync(TimeProvider clock) => new(new MemoryAdmissionStore(clock));
}

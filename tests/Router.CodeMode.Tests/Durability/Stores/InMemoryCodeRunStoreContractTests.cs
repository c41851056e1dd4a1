using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.Stores.Contract;

namespace Router.CodeMode.Tests.Durability.Stores;

public sealed class InMemoryCodeRunStoreContractTests : CodeRunStoreContract
{
    protected override ValueTask<ICodeRunStore> OpenAsync(TimeProvider clock) => new(new InMemoryCodeRunStore(clock));

    protected override ICodeRunStore? OpenAgain(TimeProvider clock) => null;
}

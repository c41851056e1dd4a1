using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.Stores.Contract;

namespace Router.CodeMode.Tests.Durability.Stores;

public sealed class FileCodeRunStoreContractTests : CodeRunStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override ValueTask<ICodeRunStore> OpenAsync(TimeProvider clock) => new(OpenAgain(clock));

    protected override ICodeRunStore OpenAgain(TimeProvider clock) => new FileCodeRunStore(_folder.Path, clock);

    protected override ValueTask CloseAsync()
    {
        _folder.Delete();
        return default;
    }
}

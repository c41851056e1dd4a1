using Router.CodeMode.Durability;
using Router.Sqlite.CodeRuns;
using Router.Stores.Contract;

namespace Router.Sqlite.Tests.CodeRuns;

public sealed class SqliteCodeRunStoreContractTests : CodeRunStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override ValueTask<ICodeRunStore> OpenAsync(TimeProvider clock) => new(OpenAgain(clock));

    protected override ICodeRunStore OpenAgain(TimeProvider clock) => new SqliteCodeRunStore(_folder.File("runs.db"), clock);

    protected override ValueTask CloseAsync()
    {
        _folder.Delete();
        return default;
    }
}

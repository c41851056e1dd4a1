using Router.Admission;
using Router.Sqlite.Admission;
using Router.Stores.Contract;

namespace Router.Sqlite.Tests.Admission;

public sealed class SqliteAdmissionStoreContractTests : AdmissionStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override ValueTask<IAdmissionStore> OpenAsync(TimeProvider clock) =>
        new(new SqliteAdmissionStore(_folder.File("limits.db"), clock));

    protected override ValueTask CloseAsync()
    {
        _folder.Delete();
        return default;
    }
}

using Router.Admission;
using Router.Sqlite.Admission;
using Router.Stores.Contract;

namespace Router.Sqlite.Tests.Admission;

public sealed class SqliteManyProcessesTests : ManyProcessesContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override (string Type, string Setting, string Connection) Place =>
        (SqliteAdmissionStoreType.TypeName, SqliteAdmissionStoreType.PathSetting, _folder.File("limits.db"));

    public void Dispose() => _folder.Delete();

    protected override IAdmissionStore Open(TimeProvider clock) => new SqliteAdmissionStore(Place.Connection, clock);
}

using Router.CodeMode.Durability;
using Router.Sqlite.CodeRuns;
using Router.Stores.Contract;

namespace Router.Sqlite.Tests.CodeRuns;

public sealed class SqliteCodeRunProcessesTests : CodeRunProcessesContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override (string Store, string Connection) Place => ("sqlite", _folder.File("runs.db"));

    public void Dispose() => _folder.Delete();

    protected override ICodeRunStore Open(TimeProvider clock) => new SqliteCodeRunStore(Place.Connection, clock);
}

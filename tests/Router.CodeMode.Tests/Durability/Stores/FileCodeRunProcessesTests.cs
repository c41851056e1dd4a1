using Router.CodeMode.Durability;
using Router.CodeMode.Durability.Stores;
using Router.Stores.Contract;

namespace Router.CodeMode.Tests.Durability.Stores;

public sealed class FileCodeRunProcessesTests : CodeRunProcessesContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override (string Store, string Connection) Place => ("file", _folder.Path);

    public void Dispose() => _folder.Delete();

    protected override ICodeRunStore Open(TimeProvider clock) => new FileCodeRunStore(_folder.Path, clock);
}

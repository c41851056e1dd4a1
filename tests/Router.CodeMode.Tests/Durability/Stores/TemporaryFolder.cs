namespace Router.CodeMode.Tests.Durability.Stores;

/// <summary>A folder for one test, which deletes it.</summary>
internal sealed class TemporaryFolder
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-runs-");

    internal string Path => _folder.FullName;

    internal void Delete() => _folder.Delete(recursive: true);
}

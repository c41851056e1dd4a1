namespace Router.Sqlite.Tests;

/// <summary>A folder for one test, which deletes it.</summary>
internal sealed class TemporaryFolder
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-sqlite-");

    internal string File(string name) => Path.Combine(_folder.FullName, name);

    internal void Delete() => _folder.Delete(recursive: true);
}

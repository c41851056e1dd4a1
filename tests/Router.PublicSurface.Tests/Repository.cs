namespace Router.PublicSurface.Tests;

/// <summary>Where the sources are. Found from the test's own folder, since a build on a build server hides their paths.</summary>
internal static class Repository
{
    internal static string Folder { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new InvalidOperationException("No folder above the tests holds Router.sln.")
        : File.Exists(Path.Combine(folder.FullName, "Router.sln")) ? folder.FullName
        : Find(folder.Parent);
}

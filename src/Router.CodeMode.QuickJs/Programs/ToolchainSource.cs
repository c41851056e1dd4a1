namespace Router.CodeMode.QuickJs.Programs;

/// <summary>The scripts that the build has put together of <c>Programs/toolchain</c>.</summary>
internal static class ToolchainSource
{
    internal static string Read(string name)
    {
        using Stream stream = typeof(ToolchainSource).Assembly.GetManifestResourceStream($"toolchain/{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}

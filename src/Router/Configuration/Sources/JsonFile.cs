using Router.Configuration.References;
using Router.Configuration.Tree;

namespace Router.Configuration.Sources;

/// <summary>Reads a configuration file into nodes.</summary>
internal static class JsonFile
{
    internal const int Longest = 16 * 1024 * 1024;

    /// <summary>The root; null, with an error in <paramref name="issues"/>, where the file cannot be read or is no JSON.</summary>
    internal static ConfigNode? Read(string path, IConfigurationEnvironment environment, ConfigIssues issues, out FileContent file)
    {
        string full = Path.GetFullPath(path);
        file = environment.Read(full, Longest);
        if (file.Bytes is { } bytes)
        {
            return JsonTreeReader.Read(bytes, issues);
        }

        issues.Error("", $"the file '{full}' {file.Fault}.");
        return null;
    }
}

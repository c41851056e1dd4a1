namespace Router.Sqlite;

/// <summary>The file that a setting names.</summary>
internal static class SqlitePath
{
    /// <summary>The file's full path.</summary>
    /// <param name="path">What was given.</param>
    /// <param name="setting">What it was given as.</param>
    /// <param name="parameter">The parameter that holds it.</param>
    /// <exception cref="ArgumentException">It names no file in a folder that exists.</exception>
    internal static string Check(string path, string setting, string parameter)
    {
        if (path.Trim().Length == 0 || path.StartsWith(':') || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"'{setting}' is '{path}', which is no file; give a path such as /var/lib/router/limits.db, "
                + "or use the store type memory for one process alone.",
                parameter);
        }

        string full = Path.GetFullPath(path);
        if (Directory.Exists(full) || !Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new ArgumentException(
                $"'{setting}' is '{path}', and {(Directory.Exists(full) ? "that is a folder" : "its folder does not exist")}; "
                + "name a file in a folder that exists.",
                parameter);
        }

        return full;
    }

    /// <summary>Makes the file where it is missing, for this account alone. SQLite gives its companions the same rights.</summary>
    internal static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }

        try
        {
            using FileStream made = new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another made it meanwhile.
        }
    }
}

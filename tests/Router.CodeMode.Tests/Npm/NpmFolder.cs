using System.Diagnostics;

namespace Router.CodeMode.Tests.Npm;

/// <summary>What this folder's lock file names, fetched by npm at the first use, into the build's output.</summary>
internal static class NpmFolder
{
    private static readonly Lazy<(string? Path, string? Missing)> Fetched = new(Fetch);

    /// <summary>Why there is none. Null: there is.</summary>
    internal static string? Missing => Fetched.Value.Missing;

    /// <summary>The path of a file of a package.</summary>
    internal static string PathOf(string relative) => Path.Combine(
        Fetched.Value.Path ?? throw new InvalidOperationException(Fetched.Value.Missing), "node_modules", relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Runs a program of Node.js to its end: its input, then its output.</summary>
    internal static async Task<string> RunNodeAsync(string program, string input)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "-e", program, Fetched.Value.Path!])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            Task<string> output = node.StandardOutput.ReadToEndAsync();
            await node.StandardInput.WriteAsync(input);
            node.StandardInput.Close();
            return await output;
        }
        finally
        {
            node.Kill();
            await node.WaitForExitAsync();
        }
    }

    private static (string? Path, string? Missing) Fetch()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "npm");
        string folder = Path.Combine(source, "fetched");
        string stamp = Path.Combine(folder, "restored.stamp");
        string wanted = File.ReadAllText(Path.Combine(source, "package-lock.json"));
        Directory.CreateDirectory(folder);

        // Two test runs of one build may come here at once.
        using FileStream gate = Wait(Path.Combine(source, "fetching.lock"));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted)
        {
            return (folder, null);
        }

        foreach (string name in (string[])["package.json", "package-lock.json"])
        {
            File.Copy(Path.Combine(source, name), Path.Combine(folder, name), overwrite: true);
        }

        try
        {
            ProcessStartInfo start = OperatingSystem.IsWindows() ? new("cmd.exe", ["/c", "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error"])
                : new("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
            start.WorkingDirectory = folder;
            start.RedirectStandardError = true;
            start.RedirectStandardOutput = true;
            using Process npm = Process.Start(start)!;
            Task<string> output = npm.StandardOutput.ReadToEndAsync();
            string error = npm.StandardError.ReadToEnd();
            output.GetAwaiter().GetResult();
            npm.WaitForExit();
            if (npm.ExitCode != 0)
            {
                return (null, $"npm ci failed with {npm.ExitCode}: {error}");
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, "npm is not on the PATH.");
        }

        File.WriteAllText(stamp, wanted);
        return (folder, null);
    }

    private static FileStream Wait(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Yield();
            }
        }
    }
}

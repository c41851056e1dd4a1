using System.Diagnostics;
using System.Globalization;

namespace Router.PostgreSql.Tests.Server;

/// <summary>The server's programs as Debian installs them. Where they are missing they are installed once, if that can be done.</summary>
internal static class PostgreSqlBinaries
{
    private const string Root = "/usr/lib/postgresql";
    private const int OldestVersion = 14;

    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(4);
    private static readonly Lazy<(string? Folder, string? Problem)> Found = new(FindOrInstall);

    /// <summary>The folder of the newest version.</summary>
    internal static string Folder => Found.Value.Folder ?? throw new InvalidOperationException(Found.Value.Problem);

    /// <summary>Why there is none; null where there is one.</summary>
    internal static string? Problem => Found.Value.Problem;

    /// <summary>The account the server runs under, because it refuses root; null for our own.</summary>
    internal static string? Account =>
        !Environment.IsPrivilegedProcess ? null : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static (string? Folder, string? Problem) FindOrInstall()
    {
        if (!OperatingSystem.IsLinux())
        {
            return (null, "SKIPPED, NOT PROVEN: these tests start a PostgreSQL server as Debian installs it.");
        }

        if (Find() is { } folder)
        {
            return (folder, null);
        }

        string why = Install();
        return Find() is { } installed
            ? (installed, null)
            : (null, $"SKIPPED, NOT PROVEN: no PostgreSQL {OldestVersion} or later under {Root}, and {why}. Run: apt-get install postgresql");
    }

    private static string? Find() => !Directory.Exists(Root) ? null : Directory.EnumerateDirectories(Root)
        .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int version) && version >= OldestVersion)
        .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
        .Select(folder => Path.Combine(folder, "bin"))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    private static string Install()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            return "it can be installed by root with apt-get alone";
        }

        // One test process installs, the others wait for it and find it installed.
        ProcessStartInfo start = new("/bin/sh",
            ["-c", "exec flock /tmp/router-postgresql-install.lock sh -c 'ls /usr/lib/postgresql/*/bin/postgres || apt-get install -y -q postgresql'"])
        {
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive", ["RUNLEVEL"] = "1" },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Task drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        if (!process.WaitForExit(InstallTimeout))
        {
            process.Kill(entireProcessTree: true);
            return $"its installation took more than {InstallTimeout}";
        }

        drained.Wait(InstallTimeout);
        return $"its installation ended with {process.ExitCode}";
    }
}

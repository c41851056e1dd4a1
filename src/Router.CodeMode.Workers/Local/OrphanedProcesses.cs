using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Router.CodeMode.Workers.Local;

/// <summary>
/// Processes whose host was killed together with its guard while they started: no control socket was there yet with which they would have ended.
/// </summary>
internal static class OrphanedProcesses
{
    private const string Processes = "/proc";

    /// <summary>Ends those that serve out of a directory, which no host owns any more. Linux alone tells what a process was started with.</summary>
    internal static void End(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (string process in Directory.EnumerateDirectories(Processes))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Serves(process, directory))
            {
                Kill(id);
            }
        }
    }

    private static bool Serves(string process, string directory)
    {
        try
        {
            string[] arguments = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
            return arguments.Contains("serve") && arguments.Any(argument => argument.StartsWith($"{directory}/", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's.
            return false;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Router.CodeMode.Driving;

namespace Router.CodeMode.Workers.Tests.Hosts;

internal static class Liveness
{
    /// <summary>Waits until a process is gone; one that nobody has asked about since it ended is gone too.</summary>
    public static async Task IsGoneAsync(int id)
    {
        long from = TimeProvider.System.GetTimestamp();
        while (IsAlive(id))
        {
            TimeProvider.System.GetElapsedTime(from).Should().BeLessThan(Driver.Patience * 3, "process {0} has to end", id);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public static bool IsAlive(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Process.GetProcesses().Any(process => process.Id == id);
        }

        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

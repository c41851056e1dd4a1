using System.Diagnostics;
using System.Globalization;

namespace Router.CodeMode.Workers.Tests.Hosts;

internal static class Signals
{
    /// <summary>Stops a process where it stands, without ending it.</summary>
    public static void Stop(int id)
    {
        using Process kill = Process.Start("kill", ["-STOP", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}

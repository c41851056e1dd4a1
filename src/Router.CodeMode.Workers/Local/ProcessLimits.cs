using System.Runtime.InteropServices;

namespace Router.CodeMode.Workers.Local;

/// <summary>
/// Limits that the kernel keeps, where it is Linux: they hold also when the host is away or slow. Elsewhere they do nothing, and
/// watching is all there is.
/// </summary>
internal sealed partial class ProcessLimits(int processId)
{
    private const int Cpu = 0;
    private const int Data = 2;
    private const int Core = 4;

    /// <summary>Above this total of processor time the kernel ends the process.</summary>
    public void LimitCpu(TimeSpan total) => Set(Cpu, (ulong)Math.Ceiling(total.TotalSeconds));

    /// <summary>Above this much private memory, allocations fail.</summary>
    public void LimitData(long bytes) => Set(Data, (ulong)bytes);

    /// <summary>Allocations fail for want of memory alone.</summary>
    public void FreeData() => Set(Data, ulong.MaxValue);

    /// <summary>A process that is ended leaves no image of its memory behind: it may hold what a program was given.</summary>
    public void NoCoreDumps() => Set(Core, 0);

    // The hard limit stays what it is: without privileges it could never be raised again.
    private void Set(int resource, ulong soft)
    {
        if (OperatingSystem.IsLinux() && PrLimitGet(processId, resource, 0, out Limit limit) == 0)
        {
            limit.Soft = Math.Min(soft, limit.Hard);
            _ = PrLimitSet(processId, resource, in limit, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int PrLimitGet(int processId, int resource, nint none, out Limit old);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int PrLimitSet(int processId, int resource, in Limit limit, nint none);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}

using System.Runtime.InteropServices;

namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>The thread times of Windows, which go on by about 16 ms at a time.</summary>
internal sealed partial class WindowsThreadCpu : ThreadCpu
{
    private const uint QueryLimitedInformation = 0x0800;

    private readonly SafeThreadHandle _thread;

    private WindowsThreadCpu(SafeThreadHandle thread) => _thread = thread;

    public override TimeSpan Used => Read() ?? TimeSpan.Zero;

    public override TimeSpan UsedSeenFromOutside => Used;

    public static ThreadCpu? TryCreate()
    {
        if (!OperatingSystem.IsWindows())
        {
            return null;
        }

        SafeThreadHandle thread = new(OpenThread(QueryLimitedInformation, 0, GetCurrentThreadId()));
        WindowsThreadCpu cpu = new(thread);
        if (!thread.IsInvalid && cpu.Read() is not null)
        {
            return cpu;
        }

        thread.Dispose();
        return null;
    }

    public override void Dispose()
    {
        base.Dispose();
        _thread.Dispose();
    }

    private TimeSpan? Read() =>
        GetThreadTimes(_thread, out _, out _, out long kernel, out long user) != 0 ? TimeSpan.FromTicks(kernel + user) : null;

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetCurrentThreadId();

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint OpenThread(uint access, int inherit, uint thread);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetThreadTimes(SafeThreadHandle thread, out long created, out long ended, out long kernel, out long user);

    private sealed partial class SafeThreadHandle : SafeHandle
    {
        public SafeThreadHandle(nint thread)
            : base(0, ownsHandle: true) => SetHandle(thread);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => CloseHandle(handle) != 0;

        [LibraryImport("kernel32")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        private static partial int CloseHandle(nint thread);
    }
}

using System.Runtime.InteropServices;

namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>The clocks of POSIX. Linux lets other threads read them too; macOS does not.</summary>
internal sealed partial class PosixThreadCpu : ThreadCpu
{
    private const int LinuxThreadClock = 3;
    private const int MacThreadClock = 16;

    // Where others cannot read the clock: a thread gets at least this part of a processor, so that one that never polls still ends.
    private const int LeastShare = 4;

    private readonly int _own;
    private readonly int? _outside;
    private readonly TimeProvider _time;
    private long _readAt;
    private long _readTicks;

    private PosixThreadCpu(TimeProvider time, int own, int? outside)
    {
        _time = time;
        _own = own;
        _outside = outside;
    }

    public override TimeSpan Used
    {
        get
        {
            TimeSpan used = Read(_own) ?? TimeSpan.Zero;
            if (_outside is null)
            {
                Volatile.Write(ref _readTicks, used.Ticks);
                Volatile.Write(ref _readAt, _time.GetTimestamp());
            }

            return used;
        }
    }

    public override TimeSpan UsedSeenFromOutside => _outside is { } clock
        ? Read(clock) ?? TimeSpan.Zero
        : TimeSpan.FromTicks(Volatile.Read(ref _readTicks)) + (_time.GetElapsedTime(Volatile.Read(ref _readAt)) / LeastShare);

    public static ThreadCpu? TryCreate(TimeProvider time)
    {
        // On 32 bits the structure differs, and so do the systems among each other.
        bool linux = OperatingSystem.IsLinux() || OperatingSystem.IsAndroid();
        if (!Environment.Is64BitProcess || (!linux && !OperatingSystem.IsMacOS()))
        {
            return null;
        }

        try
        {
            int own = linux ? LinuxThreadClock : MacThreadClock;
            int? outside = linux && pthread_getcpuclockid(pthread_self(), out int clock) == 0 ? clock : null;
            return Read(own) is null ? null : new PosixThreadCpu(time, own, outside);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static TimeSpan? Read(int clock) =>
        clock_gettime(clock, out Timespec time) == 0
            ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : null;

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out Timespec time);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint pthread_self();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pthread_getcpuclockid(nint thread, out int clock);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

using System.Runtime.InteropServices;

namespace Router.CodeMode.Jint.Threads;

/// <summary>
/// The processor time of one thread, as any thread can read it. Where it is not Linux, the time that has passed stands in for it: a step
/// that waits for a processor then pays for its waiting.
/// </summary>
internal sealed partial class ThreadClock
{
    private readonly TimeProvider _time;
    private readonly int _clock;

    private ThreadClock(TimeProvider time, int clock)
    {
        _time = time;
        _clock = clock;
    }

    /// <summary>The clock of the thread that asks.</summary>
    public static ThreadClock OfCurrent(TimeProvider time) =>
        new(time, OperatingSystem.IsLinux() ? (~GetThreadId() << 3) | 6 : 0);

    public TimeSpan Now() => _clock != 0 && ClockGetTime(_clock, out TimeSpec spec) == 0
        ? TimeSpan.FromTicks((spec.Seconds * TimeSpan.TicksPerSecond) + (spec.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : _time.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

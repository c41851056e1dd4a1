using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Router.CodeMode.Workers.Local;

/// <summary>What a process has used so far. A process that has ended used what it had used when last asked.</summary>
internal sealed partial class ProcessMeter
{
    private readonly Process _process;
    private readonly int _clock;
    private readonly string? _memory;
    private TimeSpan _cpu;

    public ProcessMeter(Process process)
    {
        _process = process;
        if (OperatingSystem.IsLinux())
        {
            // The processor-time clock of another process, as clock_getcpuclockid makes it: exact to the nanosecond, /proc counts in 10 ms.
            _clock = (~process.Id << 3) | 2;
            _memory = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/statm");
        }
    }

    /// <summary>Processor time of all its threads.</summary>
    public TimeSpan Cpu()
    {
        if (_memory is not null)
        {
            if (ClockGetTime(_clock, out TimeSpec time) == 0)
            {
                _cpu = TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
            }

            return _cpu;
        }

        try
        {
            _process.Refresh();
            return _cpu = _process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return _cpu;
        }
    }

    /// <summary>Resident memory, and the private memory that <c>RLIMIT_DATA</c> counts; 0 where it cannot be told.</summary>
    public (long Resident, long Data) Memory()
    {
        try
        {
            if (_memory is null)
            {
                _process.Refresh();
                return (_process.WorkingSet64, 0);
            }

            string[] fields = File.ReadAllText(_memory).Split(' ');
            return (Bytes(fields[1]), Bytes(fields[5]));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return (0, 0);
        }
    }

    private static long Bytes(string pages) => long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        // time_t and long: 64 bits on every Linux that workerd is built for.
        public long Seconds;
        public long Nanoseconds;
    }
}

using Router.CodeMode.Workers.Runs;

namespace Router.CodeMode.Workers.Local;

/// <summary>Watches one step of one process at a time, and ends the process that goes over. Thread-safe.</summary>
internal sealed class WorkerdWatch : IDisposable
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(2);

    // Less than this is the process's own housekeeping, and no sign of life.
    private static readonly TimeSpan Progress = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly WorkerdProcess _process;
    private readonly TimeSpan _stall;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private bool _watching;
    private TimeSpan _from;
    private TimeSpan _budget;
    private long _mostResident = long.MaxValue;
    private long _resident;
    private TimeSpan _lastCpu;
    private long _lastProgress;
    private RunVerdict _verdict;

    private WorkerdWatch(WorkerdProcess process, TimeSpan stall, TimeProvider time)
    {
        _process = process;
        _stall = stall;
        _time = time;
        _timer = time.CreateTimer(static watch => ((WorkerdWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public static WorkerdWatch Over(WorkerdProcess process, TimeSpan stall, TimeProvider time) => new(process, stall, time);

    /// <summary>Resident memory above this is too much.</summary>
    public void LimitResident(long resident, long most)
    {
        lock (_gate)
        {
            _resident = resident;
            _mostResident = most;
        }
    }

    public void Begin(TimeSpan budget)
    {
        lock (_gate)
        {
            _from = _process.Meter.Cpu();
            _budget = budget;
            _lastCpu = _from;
            _lastProgress = _time.GetTimestamp();
            _watching = true;
            Arm(budget);
        }
    }

    public RunReading End()
    {
        lock (_gate)
        {
            _watching = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            TimeSpan used = _process.Meter.Cpu() - _from;
            return new RunReading(_verdict, used, Math.Max(0, _process.Meter.Memory().Resident - _resident));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_gate)
        {
            if (!_watching)
            {
                return;
            }

            TimeSpan cpu = _process.Meter.Cpu();
            if (cpu - _lastCpu >= Progress)
            {
                _lastCpu = cpu;
                _lastProgress = _time.GetTimestamp();
            }

            _verdict = cpu - _from > _budget ? RunVerdict.Cpu
                : _process.Meter.Memory().Resident > _mostResident ? RunVerdict.Memory
                : _time.GetElapsedTime(_lastProgress) > _stall ? RunVerdict.Stall
                : RunVerdict.None;
            if (_verdict == RunVerdict.None)
            {
                Arm(_budget - (cpu - _from));
                return;
            }

            _watching = false;
            _process.Kill();
        }
    }

    // One thread of the process at a time runs the program: the budget cannot be gone before as much time has passed.
    private void Arm(TimeSpan left) =>
        _timer.Change(left < ShortestLook ? ShortestLook : left > LongestLook ? LongestLook : left, Timeout.InfiniteTimeSpan);
}

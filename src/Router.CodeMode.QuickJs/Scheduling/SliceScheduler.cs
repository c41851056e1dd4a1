namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>
/// Threads of their own for what runs in the machines, first come first served. Nothing in a machine can be made to give way, so a slice
/// that takes long gets a thread to itself, and another takes its place: what is short always finds one. Of the long ones as many run as there
/// are processors, and the others wait for their turn, so that they share what is left by the short ones. Thread-safe.
/// </summary>
internal sealed class SliceScheduler : IAsyncDisposable
{
    // QuickJS refuses to go deeper before the thread's stack is used up (MachineLayout.StackBytes). Only what is touched is committed.
    private const int ThreadStackBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan LongTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Queue<Slice> _queue = new();
    private readonly List<SliceWorker> _workers = [];
    private readonly List<(TimeSpan Cpu, Slice Slice)> _long = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SliceWatch _watch;
    private readonly TimeProvider _time;
    private readonly int _threads;
    private readonly int _spares;
    private int _idle;
    private int _named;
    private bool _crowded;
    private bool _ending;

    public SliceScheduler(int threads, int spares, TimeProvider time)
    {
        _threads = threads;
        _spares = spares;
        _time = time;
        _watch = new SliceWatch(Look);
    }

    /// <summary>How many threads there are now.</summary>
    public int Threads
    {
        get
        {
            lock (_gate)
            {
                return _workers.Count;
            }
        }
    }

    /// <summary>Puts a slice into the queue.</summary>
    /// <exception cref="ObjectDisposedException">The scheduler has ended.</exception>
    public void Enqueue(Slice slice)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ending, typeof(QuickJsEngine));
            _queue.Enqueue(slice);
            if (_idle > 0)
            {
                Monitor.Pulse(_gate);
            }

            if (_queue.Count > _idle && _workers.Count < _threads)
            {
                Start();
            }
        }

        _watch.Wake();
    }

    /// <summary>Ends what runs and what waits, and then the threads.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Slice> slices = [];
        lock (_gate)
        {
            if (!_ending)
            {
                _ending = true;
                slices.AddRange(_queue);
                slices.AddRange(_workers.Select(worker => worker.Current).OfType<Slice>());
                _queue.Clear();
                Monitor.PulseAll(_gate);
                if (_workers.Count == 0)
                {
                    _ended.TrySetResult();
                }
            }
        }

        foreach (Slice slice in slices)
        {
            slice.End();
        }

        await _ended.Task.ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
    }

    private void Start()
    {
        SliceWorker worker = new();
        Thread thread = new(() => Work(worker), ThreadStackBytes) { IsBackground = true, Name = $"QuickJS {++_named}" };
        _workers.Add(worker);
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            // Without one more thread the others take longer; without any, nobody would ever come.
            _workers.Remove(worker);
            if (_workers.Count == 0)
            {
                throw;
            }
        }
    }

    private void Work(SliceWorker worker)
    {
        using ThreadCpu cpu = ThreadCpu.OfThisThread(_time);
        while (Next(worker, cpu) is { } slice)
        {
            slice.Run(cpu, worker.Since);
        }
    }

    /// <summary>The next slice of a thread; null: the thread ends.</summary>
    private Slice? Next(SliceWorker worker, ThreadCpu cpu)
    {
        lock (_gate)
        {
            worker.Current = null;
            worker.Cpu = cpu;
            while (_queue.Count == 0)
            {
                if (_ending || (!WaitForWork() && _queue.Count == 0 && _workers.Count > _threads))
                {
                    _workers.Remove(worker);
                    if (_ending && _workers.Count == 0)
                    {
                        _ended.TrySetResult();
                    }

                    return null;
                }
            }

            worker.Since = _time.GetTimestamp();
            worker.CpuSince = cpu.Used;
            Slice next = _queue.Dequeue();
            if (_crowded || _queue.Count > 0)
            {
                next.BeginInCrowd();
            }

            return worker.Current = next;
        }
    }

    private bool WaitForWork()
    {
        _idle++;
        try
        {
            return Monitor.Wait(_gate, _workers.Count > _threads ? IdleTime : Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _idle--;
        }
    }

    /// <summary>One look at everything that runs; false when nothing does.</summary>
    private bool Look()
    {
        lock (_gate)
        {
            int longOnes = 0;
            bool busy = false;
            foreach (SliceWorker worker in _workers)
            {
                if (worker is { Current: { } slice, Cpu: { } cpu })
                {
                    busy = true;
                    longOnes += _time.GetElapsedTime(worker.Since) > LongTime ? 1 : 0;
                    slice.Watch(cpu);
                    TimeSpan used = cpu.UsedSeenFromOutside - worker.CpuSince;
                    if (used > Slice.Long)
                    {
                        _long.Add((used, slice));
                    }
                    else
                    {
                        slice.Pause(false);
                    }
                }
            }

            TakeTurns();

            // Twice as many, so that what is short gets past any number of long ones in a few looks.
            for (int waiting = _queue.Count - _idle; waiting > 0 && _workers.Count < _threads + Math.Min(2 * longOnes, _spares); waiting--)
            {
                Start();
            }

            return busy || _queue.Count > 0;
        }
    }

    // Who has had least comes first: all that run long get the same, and what is nearly done is not held up by what has no end.
    private void TakeTurns()
    {
        _long.Sort(static (left, right) => left.Cpu.CompareTo(right.Cpu));
        for (int i = 0; i < _long.Count; i++)
        {
            _long[i].Slice.Pause(i >= Environment.ProcessorCount);
        }

        _crowded = _long.Count >= Environment.ProcessorCount;
        _long.Clear();
    }
}

using System.Runtime.CompilerServices;

namespace Router.WebAssembly;

/// <summary>
/// One instance of a translated WebAssembly module: its memory, its globals and what may stop it. One thread at a time may
/// be inside; only <see cref="Halted"/> and <see cref="Dispose()"/> may be used by others meanwhile.
/// After a trap, or any exception that passed through WebAssembly code, the instance refuses every further call.
/// </summary>
public abstract partial class WasmModule : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Ended = 2;

    private int _state;
    private int _owner;
    private int _depth;
    private bool _poisoned;
    private volatile bool _disposed;

    /// <summary>Reserves the instance's memory. For generated code.</summary>
    /// <param name="initialPages">The size of the memory in pages of 64 KiB.</param>
    /// <param name="maximumPages">The size the memory cannot pass.</param>
    /// <param name="declaredMaximum">The size the module itself declares as its memory's largest.</param>
    /// <param name="addressBits">The reservation is two to the power of this.</param>
    /// <param name="table">The module's function table.</param>
    protected WasmModule(int initialPages, int maximumPages, int declaredMaximum, int addressBits, WasmFunction[] table)
    {
        Memory = new WasmMemory(initialPages, Math.Min(maximumPages, declaredMaximum), addressBits);
        MemoryBase = Memory.Address;
        Table = table;
    }

    /// <summary>The instance's linear memory.</summary>
    public WasmMemory Memory { get; }

    /// <summary>
    /// Set to true, from any thread, it ends running code with <see cref="WasmTrap.Halted"/> at the next turn of any loop, and
    /// at the next call of a function that calls others. The default is false; what was disposed of stays halted.
    /// </summary>
    public bool Halted
    {
        get => Volatile.Read(ref HaltRequested);
        set
        {
            Volatile.Write(ref HaltRequested, value);
            Interlocked.MemoryBarrier();
            if (value || _disposed)
            {
                Volatile.Write(ref HaltRequested, true);
                Interlocked.MemoryBarrier();
                // Recursion needs no loop to run for ever: whatever is called next asks, and is told.
                Volatile.Write(ref StackLimit, nuint.MaxValue);
            }
        }
    }

    /// <summary>
    /// How much of the thread's stack, in bytes, one call from the host may use; the default is 64 MiB, that is, whatever
    /// the thread has: some 128 KiB are always left to the host.
    /// </summary>
    public int StackBudget { get; set; } = 64 * 1024 * 1024;

    /// <summary>Whether a trap or an exception ended code of this instance; it then refuses every call.</summary>
    public bool IsPoisoned => Volatile.Read(ref _poisoned);

    /// <summary>How many values <see cref="CopyGlobals"/> writes.</summary>
    public abstract int GlobalCount { get; }

    /// <summary>Copies the values of the mutable globals, in the module's order.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> holds fewer than <see cref="GlobalCount"/>.</exception>
    public void CopyGlobals(Span<ulong> destination)
    {
        Check(destination.Length);
        for (var i = 0; i < GlobalCount; i++)
        {
            destination[i] = GetGlobal(i);
        }
    }

    /// <summary>Sets the mutable globals to what <see cref="CopyGlobals"/> has written.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> holds fewer than <see cref="GlobalCount"/>.</exception>
    public void RestoreGlobals(ReadOnlySpan<ulong> source)
    {
        Check(source.Length);
        for (var i = 0; i < GlobalCount; i++)
        {
            SetGlobal(i, source[i]);
        }
    }

    /// <summary>Halts the instance and frees its memory: at once when nothing runs, otherwise when the running call ends.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory; see <see cref="Dispose()"/>.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _disposed = true;
        Halted = true;
        if (disposing && Interlocked.CompareExchange(ref _state, Ended, Idle) == Idle)
        {
            Memory.Release();
        }
    }

    /// <summary>The bits of one mutable global.</summary>
    protected abstract ulong GetGlobal(int index);

    /// <summary>Sets one mutable global.</summary>
    protected abstract void SetGlobal(int index, ulong value);

    /// <summary>A call from the host begins. For generated code.</summary>
    /// <exception cref="ObjectDisposedException">The instance was disposed of.</exception>
    /// <exception cref="InvalidOperationException">Another thread is inside, or a trap ended an earlier call.</exception>
    protected unsafe void Enter()
    {
        var thread = Environment.CurrentManagedThreadId;
        if (Volatile.Read(ref _owner) != thread)
        {
            Begin(thread);
            byte here;
            _entryAddress = (nuint)(&here);
            StackLimit = nuint.MaxValue;
        }

        _depth++;
        if (_poisoned)
        {
            Leave();
            throw new InvalidOperationException("A trap or an exception has ended this instance: create a new one.");
        }
    }

    /// <summary>A call from the host ended well. For generated code.</summary>
    protected void Leave()
    {
        if (--_depth > 0)
        {
            return;
        }

        Volatile.Write(ref _owner, 0);
        Volatile.Write(ref _state, Idle);
        // Whoever disposed meanwhile saw the state Running and left the memory to us.
        Interlocked.MemoryBarrier();
        if (_disposed)
        {
            Dispose(disposing: true);
        }
    }

    /// <summary>A call from the host ended with an exception. For generated code.</summary>
    protected void Fail()
    {
        Volatile.Write(ref _poisoned, true);
        Leave();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Begin(int thread)
    {
        var before = Interlocked.CompareExchange(ref _state, Running, Idle);
        ObjectDisposedException.ThrowIf(before == Ended, this);
        if (before == Running)
        {
            throw new InvalidOperationException("Another thread is inside this instance: one at a time.");
        }

        _depth = 0;
        Volatile.Write(ref _owner, thread);
    }

    private void Check(int length)
    {
        if (length < GlobalCount)
        {
            throw new ArgumentException($"There are {GlobalCount} globals and room for {length}.");
        }
    }
}

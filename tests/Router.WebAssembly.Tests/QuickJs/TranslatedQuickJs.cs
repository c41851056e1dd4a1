using System.Text;
using Router.CodeMode.QuickJs.Generated;

namespace Router.WebAssembly.Tests.QuickJs;

/// <summary>The least that QuickJS needs of a host: a fixed clock, no environment, no files, no functions.</summary>
internal sealed class TranslatedQuickJs : QuickJsModule
{
    private const int StackBytes = 200 * 1024;

    private readonly int _runtime;
    private int _context;

    public TranslatedQuickJs(int maximumPages = 1024)
        : base(maximumPages)
    {
        Initialize();
        _runtime = QTS_NewRuntime();
        QTS_RuntimeSetMaxStackSize(_runtime, StackBytes);
        _context = QTS_NewContext(_runtime, 0);
    }

    /// <summary>Milliseconds since 1970, as the program sees them.</summary>
    public double Now { get; init; } = 1_700_000_000_000;

    /// <summary>A context that shares nothing with the last.</summary>
    public void Renew()
    {
        QTS_FreeContext(_context);
        _context = QTS_NewContext(_runtime, 0);
    }

    /// <summary>What a script's value is as a string; an exception as "name: message".</summary>
    public string Evaluate(string code)
    {
        var source = Write(code, out var length);
        var file = Write("test.js", out _);
        var value = QTS_Eval(_context, source, length, file, 0, 0);
        Free(source);
        Free(file);
        var text = Take(value);
        QTS_FreeValuePointer(_context, value);
        return text;
    }

    /// <summary>Runs what promises have queued, until nothing is left.</summary>
    public void Drain()
    {
        var last = Malloc(4);
        while (QTS_IsJobPending(_runtime) != 0)
        {
            QTS_FreeValuePointer(_context, QTS_ExecutePendingJob(_runtime, 1000, last));
        }

        Free(last);
    }

    private string Take(int value)
    {
        var error = QTS_ResolveException(_context, value);
        if (error == 0)
        {
            return Read(QTS_GetString(_context, value));
        }

        var text = $"threw {Read(QTS_Dump(_context, error))}";
        QTS_FreeValuePointer(_context, error);
        return text;
    }

    private int Write(string text, out int length)
    {
        length = Encoding.UTF8.GetByteCount(text);
        var address = Malloc(length + 1);
        var target = Memory.Span.Slice(address, length + 1);
        Encoding.UTF8.GetBytes(text, target);
        target[length] = 0;
        return address;
    }

    private string Read(int address)
    {
        var from = Memory.Span[address..];
        var text = Encoding.UTF8.GetString(from[..from.IndexOf((byte)0)]);
        QTS_FreeCString(_context, address);
        return text;
    }

    protected override double DateNow() => Now;

    protected override int ResizeHeap(int bytes) => 0;

    protected override void AssertFail(int condition, int file, int line, int function) => throw new InvalidOperationException("QuickJS: an assertion failed.");

    protected override void Abort() => throw new InvalidOperationException("QuickJS: aborted.");

    protected override void ProcessExit(int status) => throw new InvalidOperationException($"QuickJS: exit {status}.");

    protected override void KeepAliveClear()
    {
    }

    protected override void LocalTime(long seconds, int result)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        ReadOnlySpan<int> fields =
        [
            time.Second, time.Minute, time.Hour, time.Day, time.Month - 1, time.Year - 1900,
            (int)time.DayOfWeek, time.DayOfYear - 1, 0, 0,
        ];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(fields).CopyTo(Memory.Span[result..]);
    }

    protected override int SetIntervalTimer(int which, double milliseconds) => 0;

    protected override void TimeZoneSet(int offset, int daylight, int standardName, int daylightName) =>
        Memory.Span.Slice(offset, 4).Clear();

    protected override int EnvironGet(int pointers, int buffer) => 0;

    protected override int EnvironSizesGet(int count, int size)
    {
        Memory.Span.Slice(count, 4).Clear();
        Memory.Span.Slice(size, 4).Clear();
        return 0;
    }

    protected override int FdClose(int file) => 52;

    protected override int FdSeek(int file, long offset, int whence, int result) => 70;

    protected override int FdWrite(int file, int vectors, int count, int written) => 52;

    protected override int CallFunction(int context, int @this, int count, int arguments, int function) => 0;

    protected override int ShouldInterrupt(int runtime) => 0;

    protected override int LoadModuleSource(int runtime, int context, int name) => 0;

    protected override int NormalizeModule(int runtime, int context, int @base, int name) => 0;

    protected override void FreeHostRef(int runtime, int id)
    {
    }
}

using System.Buffers.Binary;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>
/// All that the module can ask for. Its arguments come from inside: addresses are checked by the span they go through, and a program that
/// gives wrong ones ends by the exception.
/// </summary>
internal sealed partial class QuickJsMachine
{
    private const int NoSystem = 52;
    private const int NoSeek = 70;
    private const int MostVectors = 1024;

    protected override int CallFunction(int context, int self, int count, int arguments, int function)
    {
        Host?.Call(function, count, arguments);
        return 0;
    }

    protected override int ShouldInterrupt(int runtime)
    {
        Host?.Poll();
        return 0;
    }

    protected override double DateNow() => Clock;

    protected override int ResizeHeap(int size)
    {
        long pages = ((long)(uint)size + WasmMemory.PageSize - 1) / WasmMemory.PageSize;
        if (pages > (IsHostAllocating ? Memory.MaximumPages : _programPages))
        {
            MemoryRefusals++;
            return 0;
        }

        return Memory.TryGrowTo((uint)size) ? 1 : 0;
    }

    // Time is UTC: what a program does must not depend on where it runs.
    protected override void LocalTime(long time, int result)
    {
        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(
            Math.Clamp(time, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        ReadOnlySpan<int> fields =
        [
            at.Second, at.Minute, at.Hour, at.Day, at.Month - 1, at.Year - 1900, (int)at.DayOfWeek, at.DayOfYear - 1, 0, 0,
        ];
        for (int i = 0; i < fields.Length; i++)
        {
            WriteInt32(result + (i * sizeof(int)), fields[i]);
        }
    }

    protected override void TimeZoneSet(int zone, int daylight, int standardName, int daylightName)
    {
        WriteInt32(zone, 0);
        WriteInt32(daylight, 0);
        "UTC\0"u8.CopyTo(Memory.Span[standardName..]);
        "UTC\0"u8.CopyTo(Memory.Span[daylightName..]);
    }

    // What C would print is dropped, and told to be written.
    protected override int FdWrite(int file, int vectors, int count, int written)
    {
        if ((uint)count > MostVectors)
        {
            return NoSystem;
        }

        int total = 0;
        for (int i = 0; i < count; i++)
        {
            total += ReadInt32(vectors + (i * 8) + 4);
        }

        WriteInt32(written, total);
        return 0;
    }

    protected override int FdClose(int file) => NoSystem;

    protected override int FdSeek(int file, long offset, int whence, int result) => NoSeek;

    protected override int EnvironGet(int pointers, int buffer) => 0;

    protected override int EnvironSizesGet(int count, int size)
    {
        WriteInt32(count, 0);
        WriteInt32(size, 0);
        return 0;
    }

    protected override int NormalizeModule(int runtime, int context, int from, int name) => 0;

    protected override int LoadModuleSource(int runtime, int context, int name) => 0;

    protected override int SetIntervalTimer(int which, double milliseconds) => 0;

    protected override void KeepAliveClear()
    {
    }

    protected override void FreeHostRef(int runtime, int reference)
    {
    }

    protected override void AssertFail(int condition, int file, int line, int function) => throw Broken($"an assertion failed at line {line} of its source");

    protected override void Abort() => throw Broken("it aborted");

    protected override void ProcessExit(int code) => throw Broken($"it ended itself with code {code}");

    /// <summary>An end for which the program's memory is to blame, where it had run out.</summary>
    public ProgramEndedException Broken(string what) => MemoryRefusals > 0
        ? OutOfMemory()
        : new ProgramEndedException(new ScriptFailure(CodeErrorKind.Engine, $"QuickJS cannot go on: {what}."));

    /// <summary>The end of a program that has used up its memory.</summary>
    public ProgramEndedException OutOfMemory() => new(new ScriptFailure(
        CodeErrorKind.Memory,
        $"The program ran out of memory: it may use {(long)(_programPages - MachineLayout.LeastPages) * WasmMemory.PageSize >> 20} MiB.",
        Hint: "Handle the data in parts, and keep only what is needed."));

    private int ReadInt32(int address) => BinaryPrimitives.ReadInt32LittleEndian(Memory.Span.Slice(address, sizeof(int)));

    private void WriteInt32(int address, int value) => BinaryPrimitives.WriteInt32LittleEndian(Memory.Span.Slice(address, sizeof(int)), value);
}

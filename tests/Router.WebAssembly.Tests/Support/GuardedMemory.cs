using System.Reflection;
using System.Runtime.InteropServices;

namespace Router.WebAssembly.Tests.Support;

/// <summary>Puts an instance on a memory with guards of a known pattern on both sides, until disposed of.</summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int Guard = 1024 * 1024;
    private const int Slack = WasmMemory.PageSize + 16;
    private const byte Pattern = 0xA5;

    private static readonly FieldInfo Base = typeof(WasmModule).GetField("MemoryBase", BindingFlags.Instance | BindingFlags.NonPublic)!;
    private static readonly FieldInfo Address = typeof(WasmMemory).GetField("_address", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly WasmModule _module;
    private readonly nint _before;
    private readonly byte* _all;
    private readonly int _size;

    public GuardedMemory(WasmModule module, int addressBits)
    {
        _module = module;
        _before = module.Memory.Address;
        _size = (1 << addressBits) + Slack;
        _all = (byte*)NativeMemory.AllocZeroed((nuint)(_size + (2 * Guard)));
        new Span<byte>(_all, Guard).Fill(Pattern);
        new Span<byte>(_all + Guard + _size, Guard).Fill(Pattern);
        module.Memory.Span.CopyTo(Inside);
        Set(_all + Guard);
    }

    private Span<byte> Inside => new(_all + Guard, _size);

    public bool TouchedOutside() =>
        new Span<byte>(_all, Guard).ContainsAnyExcept(Pattern) || new Span<byte>(_all + Guard + _size, Guard).ContainsAnyExcept(Pattern);

    /// <summary>Whether anything differs from what the instance began with.</summary>
    public bool TouchedInside()
    {
        var length = _module.Memory.Pages * WasmMemory.PageSize;
        return !Inside[..length].SequenceEqual(new Span<byte>((byte*)_before, length)) || Inside[length..].ContainsAnyExcept((byte)0);
    }

    public void Dispose()
    {
        Set((byte*)_before);
        NativeMemory.Free(_all);
    }

    private void Set(byte* address)
    {
        Base.SetValue(_module, (nint)address);
        Address.SetValue(_module.Memory, (nint)address);
    }
}

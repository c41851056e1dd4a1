using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>Values on their way in and out. A value is the address of a cell that its owner frees.</summary>
internal sealed partial class QuickJsMachine
{
    /// <summary>A cell of the arguments that <see cref="IMachineHost.Call"/> was given. Not owned.</summary>
    public int Argument(int arguments, int index) => QTS_ArgvGetJSValueConstPointer(arguments, index);

    /// <summary>What kind of value a cell holds.</summary>
    public int Tag(int value) => ReadInt32(value + sizeof(int));

    /// <summary>Frees a cell and what it holds.</summary>
    public void FreeValue(int value) => QTS_FreeValuePointer(Roots.Context, value);

    /// <summary>Makes a string. Half of a surrogate pair becomes U+FFFD.</summary>
    /// <exception cref="ProgramEndedException">There is no memory for it.</exception>
    public int NewString(ReadOnlySpan<char> text)
    {
        int bytes = Allocate(text, out _);
        try
        {
            IsHostAllocating = true;
            int value = QTS_NewString(Roots.Context, bytes);
            return value != 0 && Tag(value) != MachineLayout.ExceptionTag ? value : throw OutOfMemory();
        }
        finally
        {
            IsHostAllocating = false;
            Release(bytes);
        }
    }

    /// <summary>Makes a number.</summary>
    public int NewNumber(double number) => QTS_NewFloat64(Roots.Context, number);

    /// <summary>A number, or NaN where the cell holds none. Runs no JavaScript.</summary>
    public double ReadNumber(int value) => Tag(value) switch
    {
        MachineLayout.NumberTag => ReadInt32(value),
        < MachineLayout.LeastTag or >= MachineLayout.DoubleTag => QTS_GetFloat64(Roots.Context, value),
        _ => double.NaN,
    };

    /// <summary>Whether the cell holds <c>true</c>.</summary>
    public bool ReadTrue(int value) => Tag(value) == MachineLayout.TrueFalseTag && ReadInt32(value) != 0;

    /// <summary>The length of a string in UTF-16 units, known before anything is copied; -1 where the cell holds no string.</summary>
    public int StringLength(int value)
    {
        int tag = Tag(value);
        return tag is MachineLayout.StringTag or MachineLayout.RopeTag
            ? (int)(ReadUInt32(ReadInt32(value) + MachineLayout.StringLength) & ~MachineLayout.WideFlag)
            : -1;
    }

    /// <summary>A string, of which at most <paramref name="most"/> units are read; null where the cell holds none. Runs no JavaScript.</summary>
    public string? ReadString(int value, int most = int.MaxValue)
    {
        int length = Math.Min(StringLength(value), most);
        if (length <= 0)
        {
            return length < 0 ? null : string.Empty;
        }

        if (Tag(value) == MachineLayout.RopeTag)
        {
            return ReadRope(value, length);
        }

        int address = ReadInt32(value);
        ReadOnlySpan<byte> memory = Memory.Span;
        if ((ReadUInt32(address + MachineLayout.StringLength) & MachineLayout.WideFlag) == 0)
        {
            return Encoding.Latin1.GetString(memory.Slice(address + MachineLayout.StringUnits, length));
        }

        return WellFormed(MemoryMarshal.Cast<byte, char>(memory.Slice(address + MachineLayout.StringUnits, checked(length * 2))));
    }

    /// <summary>A property as text; null where it is none. May run JavaScript.</summary>
    public string? ReadProperty(int value, string name, int most)
    {
        int key = NewString(name);
        int property = QTS_GetProp(Roots.Context, value, key);
        FreeValue(key);
        string? text = ReadString(property, most);
        FreeValue(property);
        return text;
    }

    /// <summary>Copies text into the memory, as UTF-8 with a zero behind it; <see cref="Release"/> frees it.</summary>
    public int Allocate(ReadOnlySpan<char> text, out int length)
    {
        length = Encoding.UTF8.GetByteCount(text);
        int address = AllocateBytes(checked(length + 1));
        Span<byte> target = Memory.Span.Slice(address, length + 1);
        Encoding.UTF8.GetBytes(text, target);
        target[length] = 0;
        return address;
    }

    /// <summary>Takes bytes of the memory for the host.</summary>
    public int AllocateBytes(int length)
    {
        IsHostAllocating = true;
        int address = Malloc(length);
        IsHostAllocating = false;
        return address != 0 ? address : throw OutOfMemory();
    }

    /// <summary>Gives back what was allocated, where the machine can still be entered.</summary>
    public void Release(int address)
    {
        if (!IsPoisoned)
        {
            Free(address);
        }
    }

    // Bytes of text can be a zero: what ends it is its length, not the first zero.
    private string? ReadRope(int value, int length)
    {
        int address = QTS_GetString(Roots.Context, value);
        if (address == 0)
        {
            throw OutOfMemory();
        }

        ReadOnlySpan<byte> bytes = Memory.Span[address..];
        int end = 0;
        for (int units = 0; units < length; units++)
        {
            int width = bytes[end] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
            units += width == 4 ? 1 : 0;
            end += width;
        }

        string text = Encoding.UTF8.GetString(bytes[..end]);
        QTS_FreeCString(Roots.Context, address);
        return text;
    }

    private static string WellFormed(ReadOnlySpan<char> units)
    {
        if (!units.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return new string(units);
        }

        return string.Create(units.Length, units, static (target, source) =>
        {
            for (int i = 0; i < source.Length; i++)
            {
                if (char.IsHighSurrogate(source[i]) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
                {
                    target[i] = source[i];
                    target[++i] = source[i];
                }
                else
                {
                    target[i] = char.IsSurrogate(source[i]) ? '\uFFFD' : source[i];
                }
            }
        });
    }

    private uint ReadUInt32(int address) => BinaryPrimitives.ReadUInt32LittleEndian(Memory.Span.Slice(address, sizeof(uint)));
}

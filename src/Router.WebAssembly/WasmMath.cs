using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Router.WebAssembly;

/// <summary>
/// The numeric instructions that IL has no equal for. Payloads of NaN are the processor's: where an operand is NaN its payload
/// usually passes through, quieted, and a NaN that arises has its sign as the processor sets it; WebAssembly allows both.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class WasmMath
{
    /// <summary><c>i32.div_s</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DivideS(int left, int right)
    {
        if ((uint)(right + 1) <= 1)
        {
            CheckDivision(right == 0, right == -1 && left == int.MinValue);
        }

        return left / right;
    }

    /// <summary><c>i64.div_s</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long DivideS(long left, long right)
    {
        if ((ulong)(right + 1) <= 1)
        {
            CheckDivision(right == 0, right == -1 && left == long.MinValue);
        }

        return left / right;
    }

    /// <summary><c>i32.div_u</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DivideU(int left, int right)
    {
        if (right == 0)
        {
            CheckDivision(byZero: true, overflow: false);
        }

        return (int)((uint)left / (uint)right);
    }

    /// <summary><c>i64.div_u</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long DivideU(long left, long right)
    {
        if (right == 0)
        {
            CheckDivision(byZero: true, overflow: false);
        }

        return (long)((ulong)left / (ulong)right);
    }

    /// <summary><c>i32.rem_s</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RemainderS(int left, int right)
    {
        if ((uint)(right + 1) <= 1)
        {
            CheckDivision(right == 0, overflow: false);
            return 0;
        }

        return left % right;
    }

    /// <summary><c>i64.rem_s</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long RemainderS(long left, long right)
    {
        if ((ulong)(right + 1) <= 1)
        {
            CheckDivision(right == 0, overflow: false);
            return 0;
        }

        return left % right;
    }

    /// <summary><c>i32.rem_u</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RemainderU(int left, int right)
    {
        if (right == 0)
        {
            CheckDivision(byZero: true, overflow: false);
        }

        return (int)((uint)left % (uint)right);
    }

    /// <summary><c>i64.rem_u</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long RemainderU(long left, long right)
    {
        if (right == 0)
        {
            CheckDivision(byZero: true, overflow: false);
        }

        return (long)((ulong)left % (ulong)right);
    }

    /// <summary><c>i32.rotl</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RotateLeft(int value, int count) => (int)BitOperations.RotateLeft((uint)value, count);

    /// <summary><c>i64.rotl</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long RotateLeft(long value, long count) => (long)BitOperations.RotateLeft((ulong)value, (int)count);

    /// <summary><c>i32.rotr</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RotateRight(int value, int count) => (int)BitOperations.RotateRight((uint)value, count);

    /// <summary><c>i64.rotr</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long RotateRight(long value, long count) => (long)BitOperations.RotateRight((ulong)value, (int)count);

    /// <summary><c>i32.clz</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeros(int value) => BitOperations.LeadingZeroCount((uint)value);

    /// <summary><c>i64.clz</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LeadingZeros(long value) => BitOperations.LeadingZeroCount((ulong)value);

    /// <summary><c>i32.ctz</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeros(int value) => BitOperations.TrailingZeroCount(value);

    /// <summary><c>i64.ctz</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TrailingZeros(long value) => BitOperations.TrailingZeroCount(value);

    /// <summary><c>i32.popcnt</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PopulationCount(int value) => BitOperations.PopCount((uint)value);

    /// <summary><c>i64.popcnt</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long PopulationCount(long value) => BitOperations.PopCount((ulong)value);

    /// <summary>A constant that is a signalling NaN: were it inlined, the just-in-time compiler would make it a quiet one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float SingleFromBits(int bits) => BitConverter.Int32BitsToSingle(bits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckDivision(bool byZero, bool overflow)
    {
        if (byZero)
        {
            throw new WasmTrapException(WasmTrap.IntegerDivideByZero);
        }

        if (overflow)
        {
            throw new WasmTrapException(WasmTrap.IntegerOverflow);
        }
    }
}

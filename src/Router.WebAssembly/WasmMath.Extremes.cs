using System.Runtime.CompilerServices;

namespace Router.WebAssembly;

/// <summary>
/// Minimum and maximum. Not those of .NET: where one operand is the constant -0.0 and the other 0.0, the just-in-time compiler
/// makes <c>Math.Min</c> 0.0.
/// </summary>
public static partial class WasmMath
{
    /// <summary><c>f32.min</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float left, float right) =>
        left < right ? left
        : right < left ? right
        : left == right ? BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(left) | BitConverter.SingleToInt32Bits(right))
        : left + right;

    /// <summary><c>f64.min</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(double left, double right) =>
        left < right ? left
        : right < left ? right
        : left == right ? BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(left) | BitConverter.DoubleToInt64Bits(right))
        : left + right;

    /// <summary><c>f32.max</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float left, float right) =>
        left > right ? left
        : right > left ? right
        : left == right ? BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(left) & BitConverter.SingleToInt32Bits(right))
        : left + right;

    /// <summary><c>f64.max</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(double left, double right) =>
        left > right ? left
        : right > left ? right
        : left == right ? BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(left) & BitConverter.DoubleToInt64Bits(right))
        : left + right;
}

namespace Router.WebAssembly;

/// <summary>Conversions between floating point and integers; a <c>float</c> widens to <c>double</c> without loss.</summary>
public static partial class WasmMath
{
    private const double TwoTo31 = 2147483648.0;
    private const double TwoTo32 = 4294967296.0;
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    /// <summary><c>i32.trunc_f64_s</c>, <c>i32.trunc_f32_s</c>.</summary>
    public static int TruncateToInt32(double value) =>
        value > -TwoTo31 - 1 && value < TwoTo31 ? (int)value : throw Unconvertible(value);

    /// <summary><c>i32.trunc_f64_u</c>, <c>i32.trunc_f32_u</c>.</summary>
    public static int TruncateToUInt32(double value) =>
        value > -1 && value < TwoTo32 ? (int)(uint)value : throw Unconvertible(value);

    /// <summary><c>i64.trunc_f64_s</c>, <c>i64.trunc_f32_s</c>.</summary>
    public static long TruncateToInt64(double value) =>
        value >= -TwoTo63 && value < TwoTo63 ? (long)value : throw Unconvertible(value);

    /// <summary><c>i64.trunc_f64_u</c>, <c>i64.trunc_f32_u</c>.</summary>
    public static long TruncateToUInt64(double value) =>
        value > -1 && value < TwoTo64 ? ToUInt64(value) : throw Unconvertible(value);

    /// <summary><c>i32.trunc_sat_f64_s</c>, <c>i32.trunc_sat_f32_s</c>.</summary>
    public static int SaturateToInt32(double value) =>
        value >= TwoTo31 ? int.MaxValue : value <= -TwoTo31 ? int.MinValue : double.IsNaN(value) ? 0 : (int)value;

    /// <summary><c>i32.trunc_sat_f64_u</c>, <c>i32.trunc_sat_f32_u</c>.</summary>
    public static int SaturateToUInt32(double value) => value >= TwoTo32 ? -1 : value > 0 ? (int)(uint)value : 0;

    /// <summary><c>i64.trunc_sat_f64_s</c>, <c>i64.trunc_sat_f32_s</c>.</summary>
    public static long SaturateToInt64(double value) =>
        value >= TwoTo63 ? long.MaxValue : value <= -TwoTo63 ? long.MinValue : double.IsNaN(value) ? 0 : (long)value;

    /// <summary><c>i64.trunc_sat_f64_u</c>, <c>i64.trunc_sat_f32_u</c>.</summary>
    public static long SaturateToUInt64(double value) => value >= TwoTo64 ? -1 : value > 0 ? ToUInt64(value) : 0;

    /// <summary><c>f32.convert_i64_u</c>, rounded once.</summary>
    public static float ConvertUInt64ToSingle(long value) => value >= 0 ? value : 2 * (float)Halve(value);

    /// <summary><c>f64.convert_i64_u</c>, rounded once.</summary>
    public static double ConvertUInt64ToDouble(long value) => value >= 0 ? value : 2 * (double)Halve(value);

    /// <summary><c>f32.convert_i32_u</c>.</summary>
    public static float ConvertUInt32ToSingle(int value) => (uint)value;

    // The bit shifted out stays as a sticky bit, so that ties are still seen for what they are.
    private static long Halve(long value) => (long)((ulong)value >> 1) | (value & 1);

    private static long ToUInt64(double value) =>
        value < TwoTo63 ? (long)value : (long)(value - TwoTo63) ^ long.MinValue;

    private static WasmTrapException Unconvertible(double value) =>
        new(double.IsNaN(value) ? WasmTrap.InvalidConversion : WasmTrap.IntegerOverflow);
}

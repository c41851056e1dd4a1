using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;

namespace Router.WebAssembly.Tests;

/// <summary>The edges of the numeric instructions, as the specification has them.</summary>
public sealed class NumericTests : IClassFixture<NumericTests.AllInstructions>
{
    private readonly AllInstructions _all;

    public NumericTests(AllInstructions all) => _all = all;

    public static TheoryData<string, object[], object> Values { get; } = new()
    {
        { "i32.add", [int.MaxValue, 1], int.MinValue },
        { "i32.sub", [int.MinValue, 1], int.MaxValue },
        { "i32.mul", [int.MinValue, -1], int.MinValue },
        { "i32.div_s", [7, -2], -3 },
        { "i32.div_s", [-7, 2], -3 },
        { "i32.div_s", [int.MinValue, 2], int.MinValue / 2 },
        { "i32.div_s", [5, -1], -5 },
        { "i32.div_u", [-1, 2], int.MaxValue },
        { "i32.div_u", [int.MinValue, -1], 0 },
        { "i32.rem_s", [int.MinValue, -1], 0 },
        { "i32.rem_s", [-7, 2], -1 },
        { "i32.rem_s", [7, -2], 1 },
        { "i32.rem_u", [-1, 10], 5 },
        { "i64.add", [long.MaxValue, 1L], long.MinValue },
        { "i64.sub", [long.MinValue, 1L], long.MaxValue },
        { "i64.mul", [long.MinValue, -1L], long.MinValue },
        { "i64.div_s", [-7L, 2L], -3L },
        { "i64.div_u", [-1L, 2L], long.MaxValue },
        { "i64.div_u", [long.MinValue, -1L], 0L },
        { "i64.rem_s", [long.MinValue, -1L], 0L },
        { "i64.rem_s", [-7L, 2L], -1L },
        { "i64.rem_u", [-1L, 10L], 5L },
        { "i32.and", [0x0FF0, 0x00FF], 0x00F0 },
        { "i32.or", [0x0FF0, 0x00FF], 0x0FFF },
        { "i32.xor", [0x0FF0, 0x00FF], 0x0F0F },
        { "i32.shl", [1, 31], int.MinValue },
        { "i32.shl", [1, 32], 1 },
        { "i32.shl", [1, -1], int.MinValue },
        { "i32.shr_s", [int.MinValue, 31], -1 },
        { "i32.shr_s", [-8, 33], -4 },
        { "i32.shr_u", [-1, 31], 1 },
        { "i32.shr_u", [-1, 32], -1 },
        { "i64.shl", [1L, 63L], long.MinValue },
        { "i64.shl", [1L, 64L], 1L },
        { "i64.shl", [1L, 0x1_0000_0000L], 1L },
        { "i64.shr_s", [long.MinValue, 63L], -1L },
        { "i64.shr_u", [-1L, 63L], 1L },
        { "i64.shr_u", [-1L, 65L], long.MaxValue },
        { "i32.rotl", [unchecked((int)0x80000001), 1], 3 },
        { "i32.rotl", [1, 32], 1 },
        { "i32.rotr", [1, 1], int.MinValue },
        { "i32.rotr", [1, 33], int.MinValue },
        { "i64.rotl", [long.MinValue, 1L], 1L },
        { "i64.rotl", [1L, 64L], 1L },
        { "i64.rotr", [1L, 1L], long.MinValue },
        { "i64.rotr", [1L, 0x1_0000_0001L], long.MinValue },
        { "i32.clz", [0], 32 },
        { "i32.clz", [-1], 0 },
        { "i32.ctz", [0], 32 },
        { "i32.ctz", [int.MinValue], 31 },
        { "i32.popcnt", [-1], 32 },
        { "i64.clz", [0L], 64L },
        { "i64.ctz", [0L], 64L },
        { "i64.ctz", [long.MinValue], 63L },
        { "i64.popcnt", [-1L], 64L },
        { "i32.eqz", [0], 1 },
        { "i32.eqz", [int.MinValue], 0 },
        { "i64.eqz", [0L], 1 },
        { "i64.eqz", [0x1_0000_0000L], 0 },
        { "i32.lt_s", [-1, 1], 1 },
        { "i32.lt_u", [-1, 1], 0 },
        { "i32.gt_s", [-1, 1], 0 },
        { "i32.gt_u", [-1, 1], 1 },
        { "i32.le_s", [1, 1], 1 },
        { "i32.le_u", [-1, 1], 0 },
        { "i32.ge_s", [-1, 1], 0 },
        { "i32.ge_u", [-1, 1], 1 },
        { "i64.lt_s", [-1L, 1L], 1 },
        { "i64.lt_u", [-1L, 1L], 0 },
        { "i64.le_s", [long.MinValue, long.MaxValue], 1 },
        { "i64.le_u", [long.MinValue, long.MaxValue], 0 },
        { "i64.ge_u", [-1L, 1L], 1 },
        { "i64.gt_u", [-1L, 1L], 1 },
        { "i64.ne", [1L, 0x1_0000_0001L], 1 },
        { "f64.eq", [double.NaN, double.NaN], 0 },
        { "f64.ne", [double.NaN, double.NaN], 1 },
        { "f64.lt", [double.NaN, 1.0], 0 },
        { "f64.gt", [double.NaN, 1.0], 0 },
        { "f64.le", [double.NaN, 1.0], 0 },
        { "f64.ge", [double.NaN, 1.0], 0 },
        { "f64.le", [1.0, 1.0], 1 },
        { "f64.ge", [1.0, 1.0], 1 },
        { "f64.eq", [0.0, -0.0], 1 },
        { "f32.le", [float.NaN, 1f], 0 },
        { "f32.ge", [1f, float.NaN], 0 },
        { "f32.ne", [float.NaN, 1f], 1 },
        { "f32.add", [16777216f, 1f], 16777216f },
        { "f32.mul", [1e30f, 1e30f], float.PositiveInfinity },
        { "f32.div", [1f, -0f], float.NegativeInfinity },
        { "f64.div", [0.0, 0.0], double.NaN },
        { "f64.min", [0.0, -0.0], -0.0 },
        { "f64.min", [-0.0, 0.0], -0.0 },
        { "f64.min", [double.NegativeInfinity, double.NaN], double.NaN },
        { "f64.min", [2.0, -3.0], -3.0 },
        { "f64.max", [2.0, -3.0], 2.0 },
        { "f64.max", [0.0, -0.0], 0.0 },
        { "f64.max", [-0.0, -0.0], -0.0 },
        { "f32.min", [0f, -0f], -0f },
        { "f32.max", [-0f, 0f], 0f },
        { "f32.max", [0f, -0f], 0f },
        { "f64.min", [double.NaN, 1.0], double.NaN },
        { "f64.min", [1.0, double.NaN], double.NaN },
        { "f64.max", [-0.0, 0.0], 0.0 },
        { "f64.max", [double.NaN, double.PositiveInfinity], double.NaN },
        { "f32.min", [-0f, 0f], -0f },
        { "f32.max", [1f, float.NaN], float.NaN },
        { "f64.nearest", [0.5], 0.0 },
        { "f64.nearest", [-0.5], -0.0 },
        { "f64.nearest", [1.5], 2.0 },
        { "f64.nearest", [2.5], 2.0 },
        { "f64.nearest", [4503599627370497.5], 4503599627370498.0 },
        { "f32.nearest", [8388607.5f], 8388608f },
        { "f64.ceil", [-0.5], -0.0 },
        { "f64.floor", [-0.5], -1.0 },
        { "f64.trunc", [-1.9], -1.0 },
        { "f64.trunc", [-0.9], -0.0 },
        { "f64.sqrt", [-1.0], double.NaN },
        { "f64.sqrt", [-0.0], -0.0 },
        { "f64.abs", [-0.0], 0.0 },
        { "f64.neg", [0.0], -0.0 },
        { "f64.copysign", [1.0, -0.0], -1.0 },
        { "f32.copysign", [-1f, 2f], 1f },
        { "i32.eq", [-1, -1], 1 },
        { "i32.ne", [-1, -1], 0 },
        { "i64.eq", [1L, 0x1_0000_0001L], 0 },
        { "i64.gt_s", [1L, -1L], 1 },
        { "i64.ge_s", [-1L, 1L], 0 },
        { "i64.and", [0x0FF0_0000_0000L, 0x00FF_0000_0000L], 0x00F0_0000_0000L },
        { "i64.or", [0x0FF0_0000_0000L, 0x00FFL], 0x0FF0_0000_00FFL },
        { "i64.xor", [-1L, 1L], -2L },
        { "f32.eq", [0f, -0f], 1 },
        { "f32.lt", [-1f, 1f], 1 },
        { "f32.gt", [float.NaN, 1f], 0 },
        { "f32.abs", [-0f], 0f },
        { "f32.neg", [0f], -0f },
        { "f32.ceil", [-0.1f], -0f },
        { "f32.floor", [-0.1f], -1f },
        { "f32.trunc", [-1.9f], -1f },
        { "f32.sqrt", [2f], 1.4142135f },
        { "f32.sub", [float.PositiveInfinity, float.PositiveInfinity], float.NaN },
        { "f64.add", [0.1, 0.2], 0.30000000000000004 },
        { "f64.sub", [0.0, 0.0], 0.0 },
        { "f64.mul", [-1.0, 0.0], -0.0 },
        { "i32.trunc_f32_u", [4294967040f], -256 },
        { "i64.trunc_f32_s", [-9223372036854775808f], long.MinValue },
        { "i64.trunc_f32_u", [18446742974197923840f], -1099511627776L },
        { "i32.trunc_sat_f32_s", [float.PositiveInfinity], int.MaxValue },
        { "i64.trunc_sat_f32_s", [float.NegativeInfinity], long.MinValue },
        { "i32.wrap_i64", [0x1_8000_0000L], int.MinValue },
        { "i64.extend_i32_s", [-1], -1L },
        { "i64.extend_i32_u", [-1], 0xFFFF_FFFFL },
        { "i32.extend8_s", [0x80], -128 },
        { "i32.extend8_s", [0x17F], 127 },
        { "i32.extend16_s", [0x8000], -32768 },
        { "i64.extend8_s", [0xFFL], -1L },
        { "i64.extend16_s", [0x8000L], -32768L },
        { "i64.extend32_s", [0x8000_0000L], -2147483648L },
        { "i32.trunc_f64_s", [-2147483648.9], int.MinValue },
        { "i32.trunc_f64_s", [2147483647.9], int.MaxValue },
        { "i32.trunc_f64_u", [4294967295.9], -1 },
        { "i32.trunc_f64_u", [-0.9], 0 },
        { "i32.trunc_f32_s", [-2147483648f], int.MinValue },
        { "i64.trunc_f64_s", [-9223372036854775808.0], long.MinValue },
        { "i64.trunc_f64_u", [18446744073709549568.0], -2048L },
        { "i64.trunc_f64_u", [9223372036854775808.0], long.MinValue },
        { "i32.trunc_sat_f64_s", [double.NaN], 0 },
        { "i32.trunc_sat_f64_s", [1e300], int.MaxValue },
        { "i32.trunc_sat_f64_s", [-1e300], int.MinValue },
        { "i32.trunc_sat_f64_u", [-1.0], 0 },
        { "i32.trunc_sat_f64_u", [1e300], -1 },
        { "i32.trunc_sat_f64_u", [double.NaN], 0 },
        { "i32.trunc_sat_f32_u", [4294967040f], -256 },
        { "i64.trunc_sat_f64_s", [double.NaN], 0L },
        { "i64.trunc_sat_f64_s", [1e300], long.MaxValue },
        { "i64.trunc_sat_f64_s", [double.NegativeInfinity], long.MinValue },
        { "i64.trunc_sat_f64_u", [double.PositiveInfinity], -1L },
        { "i64.trunc_sat_f64_u", [-1e300], 0L },
        { "i64.trunc_sat_f32_u", [9223372036854775808f], long.MinValue },
        { "f32.convert_i32_s", [16777217], 16777216f },
        { "f32.convert_i32_u", [-1], 4294967296f },
        { "f32.convert_i64_s", [0x7fffff4000000001L], 9223371487098961920f },
        { "f32.convert_i64_u", [-1L], 18446744073709551616f },
        { "f32.convert_i64_u", [0x0020000020000001L], 9007200328482816f },
        { "f32.convert_i64_u", [unchecked((long)0x8000008000000001UL)], 9223373136366403584f },
        { "f64.convert_i32_s", [-1], -1.0 },
        { "f64.convert_i32_u", [-1], 4294967295.0 },
        { "f64.convert_i64_s", [long.MinValue], -9223372036854775808.0 },
        { "f64.convert_i64_u", [-1L], 18446744073709551616.0 },
        { "f64.convert_i64_u", [unchecked((long)0x8000000000000401UL)], 9223372036854777856.0 },
        { "f32.demote_f64", [1.0000000596046448], 1f },
        { "f32.demote_f64", [1e300], float.PositiveInfinity },
        { "f64.promote_f32", [0.1f], 0.10000000149011612 },
        { "i32.reinterpret_f32", [-0f], int.MinValue },
        { "i64.reinterpret_f64", [-0.0], long.MinValue },
        { "f32.reinterpret_i32", [0x3F800000], 1f },
        { "f64.reinterpret_i64", [0x3FF0000000000000L], 1.0 },
    };

    public static TheoryData<string, object[], WasmTrap> Traps { get; } = new()
    {
        { "i32.div_s", [1, 0], WasmTrap.IntegerDivideByZero },
        { "i32.div_s", [int.MinValue, -1], WasmTrap.IntegerOverflow },
        { "i32.div_u", [1, 0], WasmTrap.IntegerDivideByZero },
        { "i32.rem_s", [1, 0], WasmTrap.IntegerDivideByZero },
        { "i32.rem_u", [1, 0], WasmTrap.IntegerDivideByZero },
        { "i64.div_s", [1L, 0L], WasmTrap.IntegerDivideByZero },
        { "i64.div_s", [long.MinValue, -1L], WasmTrap.IntegerOverflow },
        { "i64.div_u", [1L, 0L], WasmTrap.IntegerDivideByZero },
        { "i64.rem_s", [1L, 0L], WasmTrap.IntegerDivideByZero },
        { "i64.rem_u", [1L, 0L], WasmTrap.IntegerDivideByZero },
        { "i32.trunc_f64_s", [double.NaN], WasmTrap.InvalidConversion },
        { "i32.trunc_f64_s", [2147483648.0], WasmTrap.IntegerOverflow },
        { "i32.trunc_f64_s", [-2147483649.0], WasmTrap.IntegerOverflow },
        { "i32.trunc_f64_u", [-1.0], WasmTrap.IntegerOverflow },
        { "i32.trunc_f64_u", [4294967296.0], WasmTrap.IntegerOverflow },
        { "i32.trunc_f32_s", [2147483648f], WasmTrap.IntegerOverflow },
        { "i32.trunc_f32_u", [float.NaN], WasmTrap.InvalidConversion },
        { "i64.trunc_f64_s", [9223372036854775808.0], WasmTrap.IntegerOverflow },
        { "i64.trunc_f64_s", [-9223372036854777856.0], WasmTrap.IntegerOverflow },
        { "i64.trunc_f64_u", [18446744073709551616.0], WasmTrap.IntegerOverflow },
        { "i64.trunc_f32_u", [-1f], WasmTrap.IntegerOverflow },
        { "i64.trunc_f32_s", [float.NegativeInfinity], WasmTrap.IntegerOverflow },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void An_instruction_has_the_result_of_the_specification(string instruction, object[] operands, object result)
    {
        using var instance = _all.Create();

        Bits(instance.Call(AllInstructions.Name(instruction), operands)!).Should().Be(Bits(result));
        Bits(instance.Call($"{AllInstructions.Name(instruction)}_branching", operands)!).Should().Be(Bits(result), "it feeds branches there");
    }

    [Theory]
    [MemberData(nameof(Traps))]
    public void An_instruction_traps_where_it_has_no_result(string instruction, object[] operands, WasmTrap trap)
    {
        using var instance = _all.Create();

        instance.Trap(AllInstructions.Name(instruction), operands).Should().Be(trap);
        instance.Module.IsPoisoned.Should().BeTrue();
    }

    [Fact]
    public void Every_numeric_instruction_has_a_case()
    {
        var covered = Values.Select(row => (string)row[0]).ToHashSet();

        AllInstructions.Numeric().Select(info => info.Name).Where(name => !covered.Contains(name))
            .Should().BeEmpty();
    }

    internal static string Bits(object value) => value switch
    {
        float.NaN or double.NaN => "NaN",
        float single => $"f32 {BitConverter.SingleToInt32Bits(single):X8}",
        double twice => $"f64 {BitConverter.DoubleToInt64Bits(twice):X16}",
        _ => $"{value.GetType().Name} {value}",
    };

    /// <summary>One function for each numeric instruction, and one in which its result feeds a branch.</summary>
    public sealed class AllInstructions
    {
        private readonly Type _type;

        public AllInstructions()
        {
            var module = new ModuleBytes();
            foreach (var info in Numeric())
            {
                var signature = info.Signature!;
                var text = string.Concat(signature.Parameters.Select(Letter)) + ">" + Letter(signature.Results[0]);
                var operands = signature.Parameters.SelectMany((_, i) => ModuleBytes.Get(i)).ToArray();
                module.Function(Name(info.Name), text, "", [.. operands, .. ModuleBytes.Op(info.Code)]);
                module.Function($"{Name(info.Name)}_branching", text, "", Branching(info, operands, Letter(signature.Results[0])));
            }

            _type = Instance.Load(module.ToArray());
        }

        public static string Name(string instruction) => instruction.Replace('.', '_');

        internal static IEnumerable<OpcodeInfo> Numeric() => OpcodeTable.All().Where(info =>
            info.Signature is not null && info.Immediate == Immediate.None && info.Signature.Results.Length == 1);

        internal Instance Create() => Instance.Create(_type);

        // For results that are truth values: if, eqz and br_if around the comparison, which becomes a branch in IL.
        private static byte[] Branching(OpcodeInfo info, byte[] operands, char result)
        {
            byte[] value = [.. operands, .. ModuleBytes.Op(info.Code)];
            if (result != 'i')
            {
                return [0x02, (byte)ModuleBytes.Letter(result), .. value, 0x0B];
            }

            return info.Name.Contains("eq", StringComparison.Ordinal) || info.Name.Contains("_s", StringComparison.Ordinal) || info.Code < Opcode.I32Clz
                ? [.. value, 0x04, 0x7F, .. value, 0x45, 0x04, 0x7F, .. ModuleBytes.I32(77), 0x05, .. value, 0x0B, 0x05, .. value, 0x0B]
                : value;
        }

        private static char Letter(WasmType type) => type switch
        {
            WasmType.I32 => 'i',
            WasmType.I64 => 'I',
            WasmType.F32 => 'f',
            _ => 'F',
        };
    }
}

using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests;

/// <summary>The edges once more with operands that are constants: what the just-in-time compiler folds is right too.</summary>
public class ConstantOperandTests
{
    [Fact]
    public void An_instruction_has_the_same_result_for_operands_that_are_constants()
    {
        var module = new ModuleBytes();
        var rows = NumericTests.Values.Select(row => (Name: (string)row[0], Operands: (object[])row[1], Result: row[2])).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var (name, operands, _) = rows[i];
            var info = OpcodeTable.All().Single(info => info.Name == name);
            for (var constants = 1; constants < 1 << operands.Length; constants++)
            {
                var code = operands.SelectMany((operand, at) => (constants >> at & 1) == 1 ? Constant(operand) : Get(at));
                module.Function(
                    $"{i}_{constants}",
                    string.Concat(operands.Select(Letter)) + ">" + Letter(rows[i].Result),
                    "",
                    [.. code, .. Op(info.Code)]);
            }
        }

        using var instance = Instance.Create(module.ToArray());

        for (var i = 0; i < rows.Length; i++)
        {
            for (var constants = 1; constants < 1 << rows[i].Operands.Length; constants++)
            {
                NumericTests.Bits(instance.Call($"{i}_{constants}", rows[i].Operands)!)
                    .Should().Be(NumericTests.Bits(rows[i].Result), $"{rows[i].Name} of {string.Join(", ", rows[i].Operands)}, constants {constants}");
            }
        }
    }

    private static byte[] Constant(object value) => value switch
    {
        int number => I32(number),
        long number => I64(number),
        float number => F32(number),
        _ => F64((double)value),
    };

    private static char Letter(object value) => value switch
    {
        int => 'i',
        long => 'I',
        float => 'f',
        _ => 'F',
    };
}

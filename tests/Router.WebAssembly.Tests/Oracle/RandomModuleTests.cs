using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Router.WebAssembly.Compiler;
using Router.WebAssembly.Tests.Support;

namespace Router.WebAssembly.Tests.Oracle;

/// <summary>What random modules compute here is what they compute in node: results, traps, memory and globals.</summary>
public class RandomModuleTests
{
    private const int Modules = 200;
    private const int FirstSeed = 4_000;

    [NodeFact]
    public void Random_modules_compute_what_node_computes()
    {
        var runs = Enumerable.Range(FirstSeed, Modules).Select(seed => new Run(seed)).ToArray();
        var expected = Node.Run("wasm.cjs", new JsonArray(runs.Select(run => (JsonNode)run.ToJson()).ToArray()).ToJsonString()).Split('\n');
        var next = 0;
        var traps = 0;
        foreach (var run in runs)
        {
            var @checked = Instance.Load(run.Module.Bytes, MemoryMode.Checked);
            var masked = Instance.Load(run.Module.Bytes, MemoryMode.Masked);
            foreach (var call in run.Calls)
            {
                var line = expected[next++];
                traps += line.StartsWith("trap", StringComparison.Ordinal) ? 1 : 0;
                Execute(@checked, call).Should().Be(line, $"that is node's answer (seed {run.Seed}, {call.Name})");
                if (!line.StartsWith("trap memory", StringComparison.Ordinal))
                {
                    Execute(masked, call).Should().Be(line, $"that is node's answer (masked, seed {run.Seed}, {call.Name})");
                }
            }
        }

        traps.Should().BeInRange(next / 50, next * 9 / 10, "both outcomes are to be seen");
    }

    private static string Execute(Type type, Call call)
    {
        using var instance = Instance.Create(type, pages: 3);
        string line;
        try
        {
            line = Show(instance.Module.GetType().GetMethod($"Export_{call.Name}")!
                .Invoke(instance.Module, System.Reflection.BindingFlags.DoNotWrapExceptions, null, call.Arguments, null)!);
        }
        catch (WasmTrapException exception)
        {
            line = exception.Trap switch
            {
                WasmTrap.Unreachable => "trap unreachable",
                WasmTrap.IntegerDivideByZero => "trap zero",
                WasmTrap.IntegerOverflow or WasmTrap.InvalidConversion => "trap range",
                WasmTrap.MemoryOutOfBounds => "trap memory",
                WasmTrap.UndefinedElement or WasmTrap.IndirectCallTypeMismatch => "trap table",
                _ => $"trap {exception.Trap}",
            };
        }

        return $"{line} {Hash(instance.Module.Memory.Span)} {State(instance.Module)}";
    }

    private static string State(WasmModule module)
    {
        var globals = new ulong[module.GlobalCount];
        module.CopyGlobals(globals);
        return string.Join(' ', RandomModule.Globals.Select((letter, i) => letter switch
        {
            'i' => Show((int)globals[i]),
            'I' => Show((long)globals[i]),
            'f' => Show(BitConverter.UInt32BitsToSingle((uint)globals[i])),
            _ => Show(BitConverter.UInt64BitsToDouble(globals[i])),
        }));
    }

    private static string Show(object value) => value switch
    {
        float.NaN or double.NaN => "nan",
        float number => $"f{BitConverter.SingleToUInt32Bits(number)}",
        double number => $"F{BitConverter.DoubleToUInt64Bits(number)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static uint Hash(ReadOnlySpan<byte> memory)
    {
        var hash = 0x811c9dc5u;
        foreach (var word in MemoryMarshal.Cast<byte, uint>(memory))
        {
            hash = unchecked((hash ^ word) * 0x01000193u);
        }

        return hash;
    }

    private sealed record Call(string Name, string Signature, object[] Arguments);

    private sealed class Run
    {
        public Run(int seed)
        {
            Seed = seed;
            Module = new RandomModule(seed);
            Calls = Module.Signatures.SelectMany((signature, i) => Enumerable.Range(0, 3).Select(_ => new Call($"run{i}", signature, Module.Arguments(signature)))).ToArray();
        }

        public int Seed { get; }

        public RandomModule Module { get; }

        public Call[] Calls { get; }

        public JsonObject ToJson() => new()
        {
            ["wasm"] = Convert.ToBase64String(Module.Bytes),
            ["globals"] = RandomModule.Globals,
            ["calls"] = new JsonArray(Calls.Select(call => (JsonNode)new JsonObject
            {
                ["name"] = call.Name,
                ["result"] = call.Signature[^1].ToString(),
                ["args"] = new JsonArray(call.Arguments.Select(argument => (JsonNode)Argument(argument)).ToArray()),
            }).ToArray()),
        };

        private static JsonArray Argument(object value) => value switch
        {
            int number => Pair("i", number.ToString(CultureInfo.InvariantCulture)),
            long number => Pair("I", number.ToString(CultureInfo.InvariantCulture)),
            float number => Pair("f", BitConverter.SingleToUInt32Bits(number).ToString(CultureInfo.InvariantCulture)),
            double number => Pair("F", BitConverter.DoubleToUInt64Bits(number).ToString(CultureInfo.InvariantCulture)),
            _ => throw new InvalidOperationException(),
        };

        private static JsonArray Pair(string type, string text) => new(JsonValue.Create(type), JsonValue.Create(text));
    }
}

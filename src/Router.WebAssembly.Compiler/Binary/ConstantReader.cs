namespace Router.WebAssembly.Compiler.Binary;

/// <summary>Decodes constant expressions: one constant, or the value of an earlier global.</summary>
internal static class ConstantReader
{
    public static Constant Read(WasmReader reader, IReadOnlyList<FunctionType> types)
    {
        var instructions = new InstructionReader(reader, types);
        var first = instructions.Next();
        var constant = first.Code switch
        {
            Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const =>
                new Constant(first.Info.Signature!.Results[0], first.Value, null, first.Offset),
            Opcode.GlobalGet => new Constant(WasmType.Unknown, 0, first.Index, first.Offset),
            _ => throw new WasmFormatException($"{first.Info.Name} is not constant", first.Offset),
        };
        var end = instructions.Next();
        return end.Code == Opcode.End
            ? constant
            : throw new WasmUnsupportedException("A constant expression of more than one instruction is not translated", end.Offset);
    }
}

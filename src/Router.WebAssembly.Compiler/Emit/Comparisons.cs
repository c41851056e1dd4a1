using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>The comparisons among the instructions.</summary>
internal static class Comparisons
{
    public static Comparison? Find(Opcode code) => code switch
    {
        Opcode.I32Eq or Opcode.I64Eq => Integer(Relation.Equal),
        Opcode.I32Ne or Opcode.I64Ne => Integer(Relation.NotEqual),
        Opcode.I32LtS or Opcode.I64LtS => Integer(Relation.Less),
        Opcode.I32LtU or Opcode.I64LtU => Integer(Relation.Less, unsigned: true),
        Opcode.I32GtS or Opcode.I64GtS => Integer(Relation.Greater),
        Opcode.I32GtU or Opcode.I64GtU => Integer(Relation.Greater, unsigned: true),
        Opcode.I32LeS or Opcode.I64LeS => Integer(Relation.LessOrEqual),
        Opcode.I32LeU or Opcode.I64LeU => Integer(Relation.LessOrEqual, unsigned: true),
        Opcode.I32GeS or Opcode.I64GeS => Integer(Relation.GreaterOrEqual),
        Opcode.I32GeU or Opcode.I64GeU => Integer(Relation.GreaterOrEqual, unsigned: true),
        Opcode.F32Eq or Opcode.F64Eq => Float(Relation.Equal),
        // The only one that holds for NaN.
        Opcode.F32Ne or Opcode.F64Ne => new(Relation.NotEqual, Un: true, IsFloat: true),
        Opcode.F32Lt or Opcode.F64Lt => Float(Relation.Less),
        Opcode.F32Gt or Opcode.F64Gt => Float(Relation.Greater),
        Opcode.F32Le or Opcode.F64Le => Float(Relation.LessOrEqual),
        Opcode.F32Ge or Opcode.F64Ge => Float(Relation.GreaterOrEqual),
        _ => null,
    };

    private static Comparison Integer(Relation relation, bool unsigned = false) => new(relation, unsigned, IsFloat: false);

    private static Comparison Float(Relation relation) => new(relation, Un: false, IsFloat: true);
}

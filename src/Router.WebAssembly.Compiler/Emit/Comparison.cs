using System.Reflection.Emit;

namespace Router.WebAssembly.Compiler.Emit;

internal enum Relation
{
    Equal,
    NotEqual,
    Less,
    GreaterOrEqual,
    Greater,
    LessOrEqual,
}

/// <summary>
/// A comparison that may still become a branch. As in IL, <paramref name="Un"/> means unsigned for integers and
/// "or unordered" for floating point.
/// </summary>
internal readonly record struct Comparison(Relation Relation, bool Un, bool IsFloat)
{
    /// <summary>True where this one is false, NaN included.</summary>
    public Comparison Negated() => new((Relation)((int)Relation ^ 1), IsFloat ? !Un : Un, IsFloat);

    public OpCode Branch() => Relation switch
    {
        Relation.Equal => OpCodes.Beq,
        Relation.NotEqual => OpCodes.Bne_Un,
        Relation.Less => Un ? OpCodes.Blt_Un : OpCodes.Blt,
        Relation.GreaterOrEqual => Un ? OpCodes.Bge_Un : OpCodes.Bge,
        Relation.Greater => Un ? OpCodes.Bgt_Un : OpCodes.Bgt,
        _ => Un ? OpCodes.Ble_Un : OpCodes.Ble,
    };

    /// <summary>The instruction that leaves 0 or 1; null where only the negated comparison has one.</summary>
    public OpCode? Value() => Relation switch
    {
        Relation.Equal => OpCodes.Ceq,
        Relation.Less => Un ? OpCodes.Clt_Un : OpCodes.Clt,
        Relation.Greater => Un ? OpCodes.Cgt_Un : OpCodes.Cgt,
        _ => null,
    };
}

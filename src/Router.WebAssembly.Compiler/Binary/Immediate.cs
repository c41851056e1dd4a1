namespace Router.WebAssembly.Compiler.Binary;

/// <summary>What follows an instruction's opcode.</summary>
internal enum Immediate
{
    None,
    BlockType,
    Index,
    LabelTable,
    TypeAndTable,
    ValueTypes,
    Memory,
    MemoryIndex,
    DataAndMemory,
    TwoMemories,
    I32,
    I64,
    F32,
    F64,
}

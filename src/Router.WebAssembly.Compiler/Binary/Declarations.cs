namespace Router.WebAssembly.Compiler.Binary;

/// <summary>An imported function.</summary>
internal sealed record Import(string Module, string Name, int Type);

/// <summary>An export; its kind as encoded: 0 function, 1 table, 2 memory, 3 global.</summary>
internal sealed record Export(string Name, byte Kind, int Index, int Offset);

/// <summary>The least and, where given, the largest size.</summary>
internal sealed record Limits(int Minimum, int? Maximum);

/// <summary>A global with its initial value.</summary>
internal sealed record Global(WasmType Type, bool Mutable, Constant Value);

/// <summary>A constant expression: bits, or the global they come from.</summary>
internal sealed record Constant(WasmType Type, long Bits, int? Global, int Offset);

/// <summary>A function's body: its locals beyond the parameters, and its code.</summary>
internal sealed record FunctionBody(WasmType[] Locals, WasmReader Code);

/// <summary>Functions for the table; without an offset nothing can ever use them.</summary>
internal sealed record ElementSegment(Constant? Offset, int?[] Functions, int Position);

/// <summary>Bytes for the memory; without an offset they wait for <c>memory.init</c>.</summary>
internal sealed record DataSegment(Constant? Offset, ReadOnlyMemory<byte> Bytes, int Position);

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>A decoded module: the sections' contents, function bodies still as bytes.</summary>
internal sealed partial class WasmFile
{
    public List<FunctionType> Types { get; } = [];

    /// <summary>The imported functions; they come first in the index space.</summary>
    public List<Import> Imports { get; } = [];

    /// <summary>The types of the module's own functions.</summary>
    public List<int> Functions { get; } = [];

    public List<FunctionBody> Bodies { get; } = [];

    public List<Global> Globals { get; } = [];

    public List<Export> Exports { get; } = [];

    public List<ElementSegment> Elements { get; } = [];

    public List<DataSegment> Data { get; } = [];

    /// <summary>The function names of the custom section "name".</summary>
    public Dictionary<int, string> Names { get; } = [];

    /// <summary>The size of the table; null where there is none.</summary>
    public Limits? Table { get; set; }

    public Limits? Memory { get; set; }

    public int? Start { get; set; }

    /// <summary>How many data segments the file announces before its code; null where it does not.</summary>
    public int? DataCount { get; set; }

    public int FunctionCount => Imports.Count + Functions.Count;

    /// <summary>The type of any function of the index space.</summary>
    public FunctionType TypeOf(int function) =>
        Types[function < Imports.Count ? Imports[function].Type : Functions[function - Imports.Count]];
}

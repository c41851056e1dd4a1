using System.Reflection;

namespace Router.WebAssembly.Compiler;

/// <summary>The assemblies that generated code refers to, read as metadata only.</summary>
internal sealed class ReferenceSet : IDisposable
{
    private readonly MetadataLoadContext _context;

    private ReferenceSet(MetadataLoadContext context)
    {
        _context = context;
        Core = context.CoreAssembly!;
        Library = context.LoadFromAssemblyName("Router.WebAssembly");
    }

    /// <summary>The assembly of the basic types: System.Runtime among reference assemblies.</summary>
    public Assembly Core { get; }

    /// <summary>Router.WebAssembly.</summary>
    public Assembly Library { get; }

    public static ReferenceSet Open(IReadOnlyList<string> paths)
    {
        var core = paths.Any(path => Path.GetFileNameWithoutExtension(path) == "System.Private.CoreLib") ? "System.Private.CoreLib" : "System.Runtime";
        return new ReferenceSet(new MetadataLoadContext(new PathAssemblyResolver(paths), core));
    }

    public void Dispose() => _context.Dispose();
}

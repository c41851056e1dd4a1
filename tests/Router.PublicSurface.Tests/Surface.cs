using System.Reflection;

namespace Router.PublicSurface.Tests;

/// <summary>The assemblies that make up the product.</summary>
internal static class Surface
{
    internal static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(ModelRouter).Assembly, Assembly.Load("Router.Providers"), Assembly.Load("Router.Sqlite"), Assembly.Load("Router.PostgreSql"),
        Assembly.Load("Router.CodeMode"), Assembly.Load("Router.CodeMode.QuickJs"), Assembly.Load("Router.CodeMode.Workers"), Assembly.Load("Router.WebAssembly"),
        Assembly.Load("Router.Tokenizers"),
    ];

    internal static IEnumerable<Type> PublicTypes => Assemblies.SelectMany(assembly => assembly.GetExportedTypes());
}

using System.Reflection;

namespace Router.CodeMode.Prelude;

/// <summary>
/// The JavaScript that every engine runs before the program: the functions' names, the console, the clock, and what engines lack. Its own words
/// on how an engine binds it stand at the head of <c>Prelude/00-core.js</c>.
/// </summary>
public static class PreludeSource
{
    private const string Prefix = "prelude/";

    /// <summary>All of it: an expression whose value is a function, <c>(host) =&gt; enter</c>.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        Assembly assembly = typeof(PreludeSource).Assembly;
        IEnumerable<string> files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            });
        return $"(function (host) {{\n'use strict';\n{string.Join('\n', PreludeParts.Join(files))}\nreturn enter;\n}})";
    }
}

using System.Collections.Frozen;
using System.Text;

namespace Router.CodeMode.Catalogue;

/// <summary>
/// How names from elsewhere become names in programs: <c>/ . : \</c> separate parts, every other run of characters that no identifier
/// holds becomes <c>_</c>, and a part that begins with a digit gets <c>_</c> in front. Stateless.
/// </summary>
public static class CatalogueNames
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 256;

    // What the prelude answers itself on any path, so that no call would ever leave the program.
    private static readonly FrozenSet<string> Silent = new[]
    {
        "then", "toJSON", "toString", "valueOf", "constructor", "prototype", "inspect", "asymmetricMatch",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "arguments", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
        "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof",
        "interface", "let", "new", "null", "package", "private", "protected", "public", "return", "static", "super", "switch", "this", "throw",
        "true", "try", "typeof", "undefined", "var", "void", "while", "with", "yield",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Globals = new[]
    {
        // JavaScript's own.
        "AggregateError", "Array", "ArrayBuffer", "AsyncFunction", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean", "DataView", "Date",
        "Error", "EvalError", "Float16Array", "Float32Array", "Float64Array", "Function", "Infinity", "Int16Array", "Int32Array", "Int8Array",
        "Iterator", "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp",
        "Set", "String", "Symbol", "SyntaxError", "TypeError", "URIError", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray",
        "WeakMap", "WeakSet", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "globalThis", "isFinite", "isNaN",
        "parseFloat", "parseInt", "unescape",

        // What every program is given besides.
        "CodeError", "TextDecoder", "TextEncoder", "URL", "URLSearchParams", "AbortController", "AbortSignal", "Event", "EventTarget", "atob",
        "btoa", "clearImmediate", "clearInterval", "clearTimeout", "console", "crypto", "load", "notify", "performance", "queueMicrotask",
        "require", "self", "setImmediate", "setInterval", "setTimeout", "store", "structuredClone",
    }.ToFrozenSet();

    /// <summary>The name in programs of a name from elsewhere.</summary>
    /// <param name="root">The namespace, an identifier; null or empty for none.</param>
    /// <param name="rawName">The name that its source gave it.</param>
    /// <returns>Identifiers joined by dots; empty where nothing of the name can stand in one.</returns>
    public static string Sanitize(string? root, string rawName)
    {
        ArgumentNullException.ThrowIfNull(rawName);
        StringBuilder name = new(root, (root?.Length ?? 0) + rawName.Length + 4);
        int parts = 0;
        foreach (Range range in rawName.AsSpan().SplitAny('/', '.', ':', '\\'))
        {
            if (Part(rawName.AsSpan(range)) is { Length: > 0 } part)
            {
                name.Append(name.Length > 0 ? "." : "").Append(part);
                parts++;
            }
        }

        return parts == 0 ? "" : name.ToString();
    }

    /// <summary>Whether a text is identifiers joined by dots, each of which programs can call or look into.</summary>
    public static bool IsName(string? name)
    {
        if (name is not { Length: > 0 and <= MaxLength })
        {
            return false;
        }

        foreach (Range range in name.AsSpan().Split('.'))
        {
            if (!IsPart(name.AsSpan(range)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first part of a name.</summary>
    internal static string RootOf(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? name[..dot] : name;

    /// <summary>Why a part cannot be the first of a name; null where it can.</summary>
    internal static string? RootProblem(string root) =>
        Reserved.Contains(root) ? $"'{root}' is a reserved word of JavaScript"
        : Globals.Contains(root) ? $"'{root}' is what JavaScript or the sandbox itself gives to every program"
        : null;

    private static string Part(ReadOnlySpan<char> raw)
    {
        StringBuilder part = new(raw.Length + 1);
        bool gap = false;
        foreach (char character in raw)
        {
            if (!Continues(character))
            {
                gap = true;
                continue;
            }

            part.Append(gap && part.Length > 0 ? "_" : "").Append(character);
            gap = false;
        }

        if (part.Length > 0 && !Begins(part[0]))
        {
            part.Insert(0, '_');
        }

        string text = part.ToString();
        return Silent.Contains(text) ? text + "_" : text;
    }

    private static bool IsPart(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty || !Begins(part[0]))
        {
            return false;
        }

        foreach (char character in part)
        {
            if (!Continues(character))
            {
                return false;
            }
        }

        return !Silent.GetAlternateLookup<ReadOnlySpan<char>>().Contains(part);
    }

    // Letters of every script begin an identifier in JavaScript too; those beyond the basic plane are left out.
    private static bool Begins(char character) => character is '_' or '$' || char.IsLetter(character);

    private static bool Continues(char character) => Begins(character) || char.IsAsciiDigit(character);
}

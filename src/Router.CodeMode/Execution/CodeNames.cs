namespace Router.CodeMode.Execution;

/// <summary>The names of functions: identifiers joined by dots. Reserved words may be members, not roots.</summary>
internal static class CodeNames
{
    internal const string Sleep = "$sleep";
    internal const string Notify = "$notify";
    internal const int MaxLength = 256;

    private static readonly HashSet<string> Reserved =
    [
        "abstract", "arguments", "async", "await", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "debugger", "default",
        "delete", "do", "double", "else", "enum", "eval", "export", "extends", "false", "final", "finally", "float", "for", "function", "goto", "if",
        "implements", "import", "in", "instanceof", "int", "interface", "let", "long", "native", "new", "null", "package", "private", "protected", "public",
        "return", "short", "static", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "typeof", "undefined", "var",
        "void", "volatile", "while", "with", "yield", "NaN", "Infinity", "globalThis",
    ];

    /// <summary>Whether a program may have written it: what leaves the sandbox is not to be trusted in logs and messages either.</summary>
    internal static bool IsSane(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (Range part in name.AsSpan().Split('.'))
        {
            if (!IsIdentifier(name.AsSpan(part)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is wrong with a name that an application gives; null where nothing is.</summary>
    internal static string? Fault(string name)
    {
        if (!IsSane(name))
        {
            return $"is no name: identifiers joined by dots, at most {MaxLength} characters";
        }

        if (name.StartsWith('$'))
        {
            return "begins with $, which names the executor's own functions";
        }

        string root = Root(name);
        return Reserved.Contains(root) ? $"begins with {root}, a word of the language" : null;
    }

    internal static string Root(string name) => name.IndexOf('.') is var dot and >= 0 ? name[..dot] : name;

    private static bool IsIdentifier(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty || char.IsAsciiDigit(part[0]))
        {
            return false;
        }

        foreach (char letter in part)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not '_' and not '$')
            {
                return false;
            }
        }

        return true;
    }
}

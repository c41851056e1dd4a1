using System.Globalization;
using System.Text;

namespace Router.CodeMode.Declarations;

/// <summary>How names and values are written in TypeScript.</summary>
internal static class TypeScript
{
    private static readonly HashSet<string> Reserved =
    [
        "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "eval", "export", "extends",
        "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected",
        "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield",
        "any", "bigint", "boolean", "never", "number", "object", "string", "symbol", "undefined", "unknown", "type",
        "Array", "Date", "Error", "Function", "Map", "Object", "Partial", "Promise", "Record", "Set",
    ];

    /// <summary>A member's name, quoted where it must be.</summary>
    internal static string MemberName(string name) => IsIdentifier(name) ? name : Quote(name);

    /// <summary>A parameter's name.</summary>
    internal static string ParameterName(string name)
    {
        StringBuilder text = new();
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, 60)))
        {
            text.Append(IsPart(c) ? c : '_');
        }

        return text.Length == 0 ? "_" : char.IsAsciiDigit(text[0]) || Reserved.Contains(text.ToString()) ? "_" + text : text.ToString();
    }

    /// <summary>A type's name in PascalCase: <c>simple-user</c> is <c>SimpleUser</c>.</summary>
    internal static string TypeName(string name)
    {
        StringBuilder text = new();
        bool start = true;
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, 60)))
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                start = true;
                continue;
            }

            text.Append(start ? char.ToUpperInvariant(c) : c);
            start = false;
        }

        return text.Length == 0 ? "T" : char.IsAsciiDigit(text[0]) || Reserved.Contains(text.ToString()) ? "T" + text : text.ToString();
    }

    internal static string Quote(string value)
    {
        StringBuilder text = new(value.Length + 2);
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool paired = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            if (paired)
            {
                text.Append(c).Append(value[++i]);
            }
            else if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                text.Append(c);
            }
        }

        return text.Append('"').ToString();
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsPart);

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$';
}

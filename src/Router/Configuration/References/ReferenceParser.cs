using System.Text;
using System.Text.RegularExpressions;

namespace Router.Configuration.References;

/// <summary>
/// Takes a setting apart: <c>${env:NAME}</c>, <c>${file:PATH}</c>, either with <c>:-default</c>, anywhere in a text.
/// <c>$${</c> stands for <c>${</c>; any other <c>$</c> is itself.
/// </summary>
internal static partial class ReferenceParser
{
    private const string Forms = "write ${env:NAME} or ${file:PATH}, either with :-default, and $${ for a literal ${";

    /// <summary>The parts; null, with a fault that repeats nothing of the text, where a reference is malformed.</summary>
    internal static IReadOnlyList<ReferencePart>? Parse(string text, out string? fault)
    {
        fault = null;
        List<ReferencePart> parts = [];
        StringBuilder literal = new();
        int at = 0;
        while (at < text.Length)
        {
            if (StartsAt(text, at, "$${"))
            {
                literal.Append("${");
                at += 3;
            }
            else if (StartsAt(text, at, "${"))
            {
                int end = text.IndexOf('}', at);
                if (end < 0 || Reference(text[(at + 2)..end], out fault) is not { } part)
                {
                    fault ??= $"a reference has no closing brace; {Forms}.";
                    return null;
                }

                Flush(literal, parts);
                parts.Add(part);
                at = end + 1;
            }
            else
            {
                literal.Append(text[at++]);
            }
        }

        Flush(literal, parts);
        return parts;
    }

    private static bool StartsAt(string text, int at, string value) =>
        string.CompareOrdinal(text, at, value, 0, value.Length) == 0;

    private static void Flush(StringBuilder literal, List<ReferencePart> parts)
    {
        if (literal.Length > 0)
        {
            parts.Add(new ReferencePart(null, literal.ToString()));
            literal.Clear();
        }
    }

    private static ReferencePart? Reference(string body, out string? fault)
    {
        fault = null;
        if (body.Contains("${", StringComparison.Ordinal))
        {
            fault = "a reference cannot stand within another one.";
            return null;
        }

        int dash = body.IndexOf(":-", StringComparison.Ordinal);
        string head = dash < 0 ? body : body[..dash];
        string? fallback = dash < 0 ? null : body[(dash + 2)..];
        if (head.StartsWith("env:", StringComparison.Ordinal) && VariableName().IsMatch(head[4..]))
        {
            return new ReferencePart(ReferenceKind.Env, head[4..], fallback);
        }

        if (head.StartsWith("file:", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(head[5..]))
        {
            return new ReferencePart(ReferenceKind.File, head[5..], fallback);
        }

        fault = $"a reference is malformed; {Forms}.";
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}

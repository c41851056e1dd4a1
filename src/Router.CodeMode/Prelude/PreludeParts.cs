using System.Text.Encodings.Web;
using System.Text.Json;

namespace Router.CodeMode.Prelude;

/// <summary>
/// The prelude's files as what an engine runs. Engines keep the text of functions, several times over, in each program's memory: what only
/// people read is left out, and files that begin with <c>// later: A, B</c> are kept as text until one of the globals they define is used.
/// Stateless.
/// </summary>
internal static class PreludeParts
{
    private const string Later = "// later: ";

    public static IEnumerable<string> Join(IEnumerable<string> files)
    {
        string? names = null;
        List<string> waiting = [];
        foreach (string file in files)
        {
            string first = file.AsSpan(0, Math.Max(file.IndexOf('\n'), 0)).Trim().ToString();
            string? own = first.StartsWith(Later, StringComparison.Ordinal) ? first[Later.Length..] : null;
            if (names is not null && own != names)
            {
                yield return Wait(names, waiting);
                waiting.Clear();
            }

            names = own;
            if (own is null)
            {
                yield return Shorten(file);
            }
            else
            {
                waiting.Add(Shorten(file));
            }
        }

        if (names is not null)
        {
            yield return Wait(names, waiting);
        }
    }

    // A direct eval sees the prelude's own names. Engines that forbid it have these globals of their own, and never come to it.
    private static string Wait(string names, List<string> files) =>
        $"later([{string.Join(", ", names.Split(", ").Select(name => $"'{name}'"))}], () => eval(\"{JsonEncodedText.Encode(string.Join('\n', files), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"));";

    // No text in the prelude goes over lines, so that a line that begins like a comment is one.
    private static string Shorten(string file) => string.Join('\n', file.Split('\n').Select(line => line.Trim()).Where(line =>
        line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
        && !(line.StartsWith("/**", StringComparison.Ordinal) && line.EndsWith("*/", StringComparison.Ordinal))));
}

namespace Router.CodeMode.Programs;

/// <summary>Takes a program out of the Markdown around it.</summary>
internal static class ProgramFence
{
    private static readonly string[] Languages = ["js", "javascript", "ts", "typescript", "mjs", "cjs", "jsx", "tsx", "ecmascript"];

    /// <summary>The text with its fences made of something that is no JavaScript.</summary>
    internal static string Mask(string text) =>
        string.Join('\n', text.Split('\n').Select(line => Marker(line) is { } marker ? line.Replace(marker.Text, "@@@", StringComparison.Ordinal) : line));

    /// <summary>The text of the first fence that names a language of ours, or else of the first one, with the lines before it. Null: none.</summary>
    internal static (string Text, int LinesBefore)? Find(string text)
    {
        string[] lines = text.Split('\n');
        (int First, int End)? chosen = null;
        for (int i = 0; i < lines.Length; i++)
        {
            if (Marker(lines[i]) is not { } marker)
            {
                continue;
            }

            int end = i + 1;
            while (end < lines.Length && !Closes(lines[end], marker.Text))
            {
                end++;
            }

            bool named = Languages.Contains(marker.Language, StringComparer.OrdinalIgnoreCase);
            if (named || chosen is null)
            {
                chosen = (i + 1, end);
            }

            if (named)
            {
                break;
            }

            i = end;
        }

        return chosen is { } range ? (string.Join('\n', lines[range.First..Math.Max(range.First, range.End)]), range.First) : null;
    }

    // Up to three spaces may stand before a fence; with four it is code that is indented (CommonMark 0.31, section 4.5).
    private static (string Text, string Language)? Marker(string line)
    {
        string trimmed = line.TrimStart(' ');
        if (line.Length - trimmed.Length > 3 || trimmed.Length < 3 || trimmed[0] is not ('`' or '~'))
        {
            return null;
        }

        int length = trimmed.Length - trimmed.TrimStart(trimmed[0]).Length;
        string info = trimmed[length..].Trim();
        return length < 3 || (trimmed[0] == '`' && info.Contains('`'))
            ? null
            : (trimmed[..length], info.Split([' ', '\t', '{', ','], 2)[0]);
    }

    private static bool Closes(string line, string marker)
    {
        string trimmed = line.Trim();
        return trimmed.Length >= marker.Length && trimmed.All(character => character == marker[0]);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Router.CodeMode.Results;

/// <summary>The personal values of one session: each has one token for as long as the session lasts. Thread-safe.</summary>
internal sealed partial class PersonalDataVault(IPersonalDataFilter? filter, int first = 1)
{
    // More values than this are masked with tokens that nothing restores: a list of customers must not fill the memory.
    private const int Most = 100_000;
    private const int ShortestKnown = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<int>> _lengths = new(StringComparer.Ordinal);

    /// <summary>Remembers every value below the parts that a schema marks <c>"x-personal": true</c>.</summary>
    internal void Learn(JsonElement value, JsonElement schema) => PersonalMarks.Find(value, schema, LearnAll);

    /// <summary>A value with tokens in place of what is personal.</summary>
    internal JsonElement Mask(JsonElement value) => JsonRewriter.Rewrite(
        value,
        (property, part) => part.ValueKind == JsonValueKind.Number && part.GetRawText() is var digits && Mask(property, digits) is var masked && masked != digits
            ? ModelJson.Quote(masked)
            : null,
        Mask);

    /// <summary>A text with tokens in place of what is personal.</summary>
    internal string Mask(string? property, string text)
    {
        StringBuilder? masked = null;
        int done = 0;
        foreach (PersonalMatch match in (filter?.Find(property, text) ?? []).OrderBy(match => match.Start).ThenByDescending(match => match.Length))
        {
            if (match.Start < done || match.Length <= 0 || match.Start + match.Length > text.Length)
            {
                continue;
            }

            masked ??= new StringBuilder();
            masked.Append(MaskKnown(text[done..match.Start])).Append(Token(text.Substring(match.Start, match.Length), match.Kind));
            done = match.Start + match.Length;
        }

        return masked?.Append(MaskKnown(text[done..])).ToString() ?? MaskKnown(text);
    }

    /// <summary>A text with the values in place of their tokens.</summary>
    internal string Restore(string text) =>
        text.Contains("[[", StringComparison.Ordinal) ? TokenForm().Replace(text, match => Value(match.Value) ?? match.Value) : text;

    /// <summary>
    /// A program with the values in place of their tokens. Everything but letters and digits is escaped: inside a string the text means the
    /// same, and outside of one it can never become code.
    /// </summary>
    internal string RestoreProgram(string source) => source.Contains("[[", StringComparison.Ordinal)
        ? TokenForm().Replace(source, match => Value(match.Value) is { } value ? Escape(value) : match.Value)
        : source;

    internal JsonElement Restore(JsonElement value) =>
        value.GetRawText().Contains("[[", StringComparison.Ordinal) ? JsonRewriter.Rewrite(value, static (_, _) => null, (_, text) => Restore(text)) : value;

    private static string Escape(string value) => string.Concat(value.Select(character => char.IsAsciiLetterOrDigit(character)
        ? character.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")));

    private void LearnAll(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    LearnAll(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    LearnAll(item);
                }

                break;
            case JsonValueKind.String or JsonValueKind.Number:
                string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                lock (_gate)
                {
                    if (text.Length >= ShortestKnown && _known.Count < Most && _known.Add(text))
                    {
                        string beginning = text[..ShortestKnown];
                        if (!_lengths.TryGetValue(beginning, out SortedSet<int>? lengths))
                        {
                            _lengths[beginning] = lengths = [];
                        }

                        lengths.Add(text.Length);
                    }
                }

                break;
        }
    }

    private string MaskKnown(string text)
    {
        StringBuilder? masked = null;
        int done = 0;
        lock (_gate)
        {
            for (int index = 0; _known.Count > 0 && index + ShortestKnown <= text.Length; index++)
            {
                // One pass: what has become a token is not looked into again.
                if (KnownAt(text, index) is { } value)
                {
                    (masked ??= new StringBuilder()).Append(text, done, index - done).Append(Token(value, "value"));
                    done = index + value.Length;
                    index = done - 1;
                }
            }
        }

        return masked?.Append(text, done, text.Length - done).ToString() ?? text;
    }

    // The longest first. Only values with the same beginning are tried, since every string of every result comes here.
    private string? KnownAt(string text, int index)
    {
        if (!_lengths.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.AsSpan(index, ShortestKnown), out SortedSet<int>? lengths))
        {
            return null;
        }

        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (int length in lengths.Reverse())
        {
            if (index + length <= text.Length && known.TryGetValue(text.AsSpan(index, length), out string? value))
            {
                return value;
            }
        }

        return null;
    }

    private string Token(string value, string kind)
    {
        lock (_gate)
        {
            if (_tokens.TryGetValue(value, out string? token))
            {
                return token;
            }

            if (_tokens.Count >= Most)
            {
                return $"[[{kind}]]";
            }

            int number = _counts[kind] = _counts.GetValueOrDefault(kind, first - 1) + 1;
            token = string.Create(CultureInfo.InvariantCulture, $"[[{kind}_{number}]]");
            _tokens[value] = token;
            _values[token] = value;
            return token;
        }
    }

    private string? Value(string token)
    {
        lock (_gate)
        {
            return _values.GetValueOrDefault(token);
        }
    }

    [GeneratedRegex(@"\[\[[a-z]{1,32}_[0-9]{1,9}\]\]", RegexOptions.NonBacktracking)]
    private static partial Regex TokenForm();
}

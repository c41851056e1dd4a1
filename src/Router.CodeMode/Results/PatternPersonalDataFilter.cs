using System.Text.RegularExpressions;

namespace Router.CodeMode.Results;

/// <summary>
/// Finds e-mail addresses, telephone numbers, IBANs and card numbers by their form, the last two also by their check digits, and whole values by the
/// names of their members. Immutable.
/// </summary>
public sealed partial class PatternPersonalDataFilter : IPersonalDataFilter
{
    private readonly HashSet<string> _members;

    /// <summary>Makes a filter.</summary>
    /// <param name="members">Members whose values are personal whatever they look like, by name without case. Default none.</param>
    public PatternPersonalDataFilter(params IEnumerable<string> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        _members = new HashSet<string>(members, StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc />
    public IEnumerable<PersonalMatch> Find(string? member, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? []
            : member is not null && _members.Contains(member) ? [new PersonalMatch(0, text.Length, "value")]
            : [.. Scan(text)];
    }

    private static IEnumerable<PersonalMatch> Scan(string text)
    {
        if (text.Contains('@'))
        {
            foreach (Match match in Email().Matches(text))
            {
                yield return new(match.Index, match.Length, "email");
            }
        }

        foreach (Match match in Iban().Matches(text))
        {
            if (IsIban(match.ValueSpan))
            {
                yield return new(match.Index, match.Length, "iban");
            }
        }

        foreach (Match match in Digits().Matches(text))
        {
            if (IsCard(match.ValueSpan))
            {
                yield return new(match.Index, match.Length, "card");
            }
        }

        foreach (Match match in Phone().Matches(text))
        {
            yield return new(match.Index, match.Length, "phone");
        }
    }

    private static bool IsCard(ReadOnlySpan<char> text)
    {
        int sum = 0;
        int digits = 0;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                int digit = (text[i] - '0') << (digits++ & 1);
                sum += digit > 9 ? digit - 9 : digit;
            }
        }

        return digits is >= 13 and <= 19 && sum % 10 == 0;
    }

    private static bool IsIban(ReadOnlySpan<char> text)
    {
        string compact = text.ToString().Replace(" ", string.Empty, StringComparison.Ordinal);
        if (compact.Length is < 15 or > 34)
        {
            return false;
        }

        int rest = 0;
        foreach (char character in string.Concat(compact.AsSpan(4), compact.AsSpan(0, 4)))
        {
            int value = char.IsAsciiDigit(character) ? character - '0' : char.ToUpperInvariant(character) - 'A' + 10;
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }

        return rest == 1;
    }

    // All of them run in time linear to the text, whoever wrote it.
    [GeneratedRegex(@"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(\.[A-Za-z0-9\-]{1,63}){1,8}", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"\b[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,4})?\b", RegexOptions.NonBacktracking)]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b[0-9]([ \-]?[0-9]){12,18}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(\+[0-9]{1,3}[ .\-]?(\([0-9]{1,4}\)[ .\-]?)?[0-9]{1,4}([ .\-]?[0-9]{2,4}){2,5})|(\([0-9]{3}\) ?[0-9]{3}[ \-][0-9]{4})|(\b[0-9]{3}[\-.][0-9]{3}[\-.][0-9]{4}\b)", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}

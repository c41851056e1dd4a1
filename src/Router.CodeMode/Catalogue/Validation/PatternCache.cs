using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Router.CodeMode.Catalogue.Validation;

/// <summary>
/// Patterns of schemas, made once. Matching takes time in proportion to the text, whatever the pattern; what cannot be made so (references back,
/// looks ahead) is not checked here: the function itself does. Thread-safe.
/// </summary>
internal sealed class PatternCache
{
    private const int MaxPatterns = 1000;
    private const int MaxPatternLength = 1000;
    private const int MaxTextLength = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<string, Regex?> _patterns = new(StringComparer.Ordinal);

    /// <summary>Whether a text is known not to match.</summary>
    internal bool Refuses(string pattern, string text)
    {
        if (pattern.Length > MaxPatternLength || text.Length > MaxTextLength)
        {
            return false;
        }

        if (!_patterns.TryGetValue(pattern, out Regex? regex))
        {
            // Making one takes longer than matching: more than so many are not made each time anew, but left to the function.
            regex = _patterns.Count < MaxPatterns ? _patterns.GetOrAdd(pattern, Make) : null;
        }

        try
        {
            return regex?.IsMatch(text) is false;
        }
        catch (RegexMatchTimeoutException)
        {
            // Once is patience enough: the next thousand values would each take as long.
            _patterns[pattern] = null;
            return false;
        }
    }

    private static Regex? Make(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

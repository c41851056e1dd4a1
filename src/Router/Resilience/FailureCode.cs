namespace Router.Resilience;

/// <summary>
/// A provider's error code as it may stand in messages, logs and spans. Whoever speaks a provider's protocol may put a whole
/// sentence there, and with it the request.
/// </summary>
internal static class FailureCode
{
    private const int Longest = 64;

    /// <summary>The code, or null where it is not one short word.</summary>
    internal static string? Clean(string? code) =>
        code is { Length: > 0 and <= Longest } && code.All(character => char.IsAsciiLetterOrDigit(character) || "_-.:/".Contains(character))
            ? code
            : null;
}

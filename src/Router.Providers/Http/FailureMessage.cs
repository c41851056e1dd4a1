using System.Text;

namespace Router.Providers.Http;

/// <summary>
/// The one place that words a provider's failure: name, status, code and request id alone. What is not a plain token is left out,
/// because a provider can repeat the request in any of them.
/// </summary>
internal static class FailureMessage
{
    private const int LongestToken = 80;

    internal static string Of(string provider, string what, int? status, string? code, string? requestId)
    {
        StringBuilder text = new($"Provider '{provider}' {what}");
        string[] facts =
        [
            .. status is { } number ? [$"status {number}"] : Array.Empty<string>(),
            .. IsToken(code) ? [$"code {code}"] : Array.Empty<string>(),
            .. IsToken(requestId) ? [$"request {requestId}"] : Array.Empty<string>(),
        ];
        if (facts.Length > 0)
        {
            text.Append(" (").AppendJoin(", ", facts).Append(')');
        }

        return text.Append('.').ToString();
    }

    /// <summary>A code, if it is a plain token: codes are logged and put into messages.</summary>
    internal static string? Token(string? text) => IsToken(text) ? text : null;

    private static bool IsToken(string? text) =>
        text is { Length: > 0 and <= LongestToken } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':');
}

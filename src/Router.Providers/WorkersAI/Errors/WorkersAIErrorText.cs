namespace Router.Providers.WorkersAI.Errors;

/// <summary>Takes apart messages such as <c>AiError: AiError: Bad input: … (0f8fad5b-d9cb-469f-a165-70867728950e)</c>.</summary>
internal static class WorkersAIErrorText
{
    private const string Prefix = "AiError:";
    private const int UuidLength = 36;

    /// <summary>The message without its prefixes and without the request's id, and the id.</summary>
    internal static (string? Text, string? RequestId) Clean(string? message)
    {
        if (message is null)
        {
            return (null, null);
        }

        ReadOnlySpan<char> text = message.AsSpan().Trim();
        while (text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Prefix.Length..].TrimStart();
        }

        if (text.Length >= UuidLength + 2 && text[^1] == ')' && text[^(UuidLength + 2)] == '('
            && Guid.TryParseExact(text[^(UuidLength + 1)..^1], "D", out _))
        {
            return (text[..^(UuidLength + 2)].TrimEnd().ToString(), text[^(UuidLength + 1)..^1].ToString());
        }

        return (text.ToString(), null);
    }
}

using System.Text.Json;

namespace Router.Providers.Replicate;

/// <summary>Reads a JSON value as text, exactly.</summary>
internal static class JsonTexts
{
    /// <summary>A string's text; of any other value its JSON as it was sent, so that no digit is lost.</summary>
    internal static string Of(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return value.GetRawText();
        }

        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: not a string in .NET. What was sent is nearer the truth than an error.
            string raw = value.GetRawText();
            return raw[1..^1];
        }
    }
}

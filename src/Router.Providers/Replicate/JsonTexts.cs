using System.Text.Json;

namespace Router.Providers.Replicate;

/// <summary>Reads a JSON value as text, exactly.</summary>
internal static class JsonTexts
{
    /// <summary>
    /// Whether a value is an object whose every member's name is a string in .NET. Where one holds half of a surrogate pair,
    /// escaped, looking up any member of the object may throw.
    /// </summary>
    internal static bool IsReadableObject(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.Object && value.EnumerateObject().All(member => member.Name is not null);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

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

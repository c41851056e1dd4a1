using System.Globalization;
using System.Text.Json;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Steps of a forward reader that tolerate what servers really send.</summary>
internal static class JsonScan
{
    /// <summary>Moves to an object's next property name and past it, to its value. False at the object's end.</summary>
    internal static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>
    /// Moves from a property's name to its value. True where that is an object; anything else is skipped.
    /// </summary>
    internal static bool EnterObject(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartObject);

    /// <summary>As <see cref="EnterObject"/>, for an array.</summary>
    internal static bool EnterArray(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartArray);

    /// <summary>Moves to an array's next element. True where that is an object to read; other elements are skipped.</summary>
    internal static bool NextObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>Moves to the value of a property and past it.</summary>
    internal static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>A text that often repeats, from a property's value: <paramref name="last"/> itself where it is the same. Null where it is none.</summary>
    internal static string? Repeated(ref Utf8JsonReader reader, string? last)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String)
        {
            return last is not null && reader.ValueTextEquals(last) ? last : reader.GetString();
        }

        reader.Skip();
        return null;
    }

    /// <summary>A whole number from a property's value, however it is written: <c>20</c>, <c>20.0</c>, <c>"20"</c>. Null where it is none.</summary>
    internal static long? WholeNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out long whole):
                return whole;
            case JsonTokenType.Number when reader.TryGetDouble(out double number) && Math.Abs(number) < long.MaxValue:
                return (long)number;
            case JsonTokenType.String when long.TryParse(reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long parsed):
                return parsed;
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>A count from a property's value. Null where it is none, or below zero: a count is money.</summary>
    internal static long? Count(ref Utf8JsonReader reader) => WholeNumber(ref reader) is { } count and >= 0 ? count : null;

    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType start)
    {
        reader.Read();
        if (reader.TokenType == start)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}

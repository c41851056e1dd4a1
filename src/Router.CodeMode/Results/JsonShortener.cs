using System.Globalization;
using System.Text.Json;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Results;

/// <summary>Makes JSON that fits into a number of tokens. Whatever is left out is counted where it was.</summary>
internal static class JsonShortener
{
    // From the gentlest to the harshest: items of an array, characters of a string, depth. What is asked for is the first that fits.
    private static readonly Step[] Steps =
    [
        new(200, 8_000, 16), new(100, 4_000, 12), new(50, 2_000, 10), new(25, 1_000, 8), new(12, 500, 7), new(8, 250, 6), new(5, 120, 5),
        new(3, 80, 4), new(2, 60, 3), new(1, 40, 2), new(1, 20, 1), new(0, 20, 0),
    ];

    /// <summary>The text of an element, shortened where it is over the budget.</summary>
    internal static (string Json, bool Shortened) Fit(JsonElement element, int tokens, ITokenCounter counter)
    {
        // A token is never this long on average: counting all of a text that large would only take time.
        string raw = ModelJson.Write(element);
        if (raw.Length <= tokens * 16L && counter.Count(raw) <= tokens)
        {
            return (raw, false);
        }

        string shortened = raw;
        foreach (Step step in Steps)
        {
            shortened = ModelJson.Write(writer => Write(writer, element, step, step.Depth));
            if (shortened.Length <= tokens * 16L && counter.Count(shortened) <= tokens)
            {
                break;
            }
        }

        return (shortened, true);
    }

    /// <summary>A text with its middle left out where it is longer than a number of characters.</summary>
    internal static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int end = most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length - end} more characters)");
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, Step step, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array when depth == 0 && element.GetArrayLength() > 0:
                writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"… (array of {element.GetArrayLength()})"));
                break;
            case JsonValueKind.Object when depth == 0 && element.GetPropertyCount() > 0:
                writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"… (object of {element.GetPropertyCount()})"));
                break;
            case JsonValueKind.Array:
                WriteArray(writer, element, step, depth);
                break;
            case JsonValueKind.Object:
                WriteObject(writer, element, step, depth);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Cut(element.GetString()!, step.Characters));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonElement element, Step step, int depth)
    {
        writer.WriteStartArray();
        int length = element.GetArrayLength();
        foreach (JsonElement item in element.EnumerateArray().Take(step.Items))
        {
            Write(writer, item, step, depth - 1);
        }

        if (length > step.Items)
        {
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"… {length - step.Items} more of {length}"));
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement element, Step step, int depth)
    {
        // An object has its members for a reason: more of them are kept than items of an array, which are alike.
        int most = Math.Max(1, step.Items * 4);
        writer.WriteStartObject();
        foreach (JsonProperty member in element.EnumerateObject().Take(most))
        {
            writer.WritePropertyName(Cut(member.Name, Math.Max(step.Characters, 60)));
            Write(writer, member.Value, step, depth - 1);
        }

        int length = element.GetPropertyCount();
        if (length > most)
        {
            writer.WriteString("…", string.Create(CultureInfo.InvariantCulture, $"{length - most} more members of {length}"));
        }

        writer.WriteEndObject();
    }

    private readonly record struct Step(int Items, int Characters, int Depth);
}

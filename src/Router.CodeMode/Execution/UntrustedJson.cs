using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Router.CodeMode.Execution;

/// <summary>Reads JSON that nobody vouches for, within limits.</summary>
internal static class UntrustedJson
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = int.MaxValue };

    /// <summary>Whether <paramref name="text"/> is one JSON value of at most so many UTF-8 bytes, nested at most so deep.</summary>
    internal static JsonFault Check(string text, int maxBytes, int maxDepth, out long bytes, out JsonValueKind kind)
    {
        kind = JsonValueKind.Undefined;
        bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > maxBytes)
        {
            return JsonFault.TooLong;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent((int)bytes);
        try
        {
            // Half a character would be replaced by another, and what is stored then differs from what the program said.
            return Utf8.FromUtf16(text, rented, out _, out int count, replaceInvalidSequences: false) == OperationStatus.Done
                ? Scan(rented.AsSpan(0, count), maxDepth, out kind)
                : JsonFault.Malformed;
        }
        finally
        {
            // It may hold what a program was told in confidence.
            rented.AsSpan(0, (int)bytes).Clear();
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Parses what <see cref="Check"/> found right.</summary>
    internal static JsonElement Parse(string text) => JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 2_000 });

    /// <summary>The text of a value that an application made: strict JSON, whatever liberties its parser took.</summary>
    internal static string Write(JsonElement value)
    {
        string raw = value.GetRawText();
        if (Check(raw, int.MaxValue, int.MaxValue, out _, out _) == JsonFault.None)
        {
            return raw;
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static JsonFault Scan(ReadOnlySpan<byte> text, int maxDepth, out JsonValueKind kind)
    {
        kind = JsonValueKind.Undefined;
        try
        {
            Utf8JsonReader reader = new(text, Strict);
            while (reader.Read())
            {
                if (kind == JsonValueKind.Undefined)
                {
                    kind = KindOf(reader.TokenType);
                }

                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= maxDepth)
                {
                    return JsonFault.TooDeep;
                }
            }

            return JsonFault.None;
        }
        catch (JsonException)
        {
            return JsonFault.Malformed;
        }
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };
}

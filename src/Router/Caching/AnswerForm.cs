using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Canonical;

namespace Router.Caching;

/// <summary>
/// How an answer is kept: one line of JSON that holds the form's version, when it was kept, the kinds of its values, and the
/// response or the updates.
/// </summary>
internal static class AnswerForm
{
    internal const int Version = 1;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One piece, written down at once: later its reader may change it.</summary>
    internal static byte[] Piece<T>(T piece) => JsonSerializer.SerializeToUtf8Bytes(piece, CanonicalJson.InfoOf<T>(CanonicalJson.Answers));

    internal static byte[] Whole(DateTimeOffset now, StringBuilder kinds, byte[] response) =>
        Write(now, kinds, writer =>
        {
            writer.WritePropertyName("response");
            writer.WriteRawValue(response, skipInputValidation: true);
        });

    internal static byte[] Stream(DateTimeOffset now, StringBuilder kinds, IReadOnlyList<byte[]> updates) =>
        Write(now, kinds, writer =>
        {
            writer.WriteStartArray("updates");
            foreach (byte[] update in updates)
            {
                writer.WriteRawValue(update, skipInputValidation: true);
            }

            writer.WriteEndArray();
        });

    /// <summary>Reads an answer. Its objects are new each time.</summary>
    /// <exception cref="FormatException">It is none, or of another version. So do the exceptions of <see cref="CanonicalJson.IsRefusal"/>.</exception>
    internal static CachedAnswer Read(byte[] answer, DateTimeOffset now)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || root.GetPropertyOrThrow("version").GetInt32() != Version)
        {
            throw new FormatException("The answer is of another version.");
        }

        string kinds = root.GetPropertyOrThrow("kinds").GetString() ?? "";
        TimeSpan age = now - DateTimeOffset.FromUnixTimeMilliseconds(root.GetPropertyOrThrow("kept").GetInt64());
        age = age > TimeSpan.Zero ? age : TimeSpan.Zero;
        if (root.TryGetProperty("response", out JsonElement whole))
        {
            ChatResponse response = Piece<ChatResponse>(whole);
            ValueKinds.Restore(kinds, ValueSlots.Of(response));
            return new CachedAnswer(response, null, age);
        }

        List<ChatResponseUpdate> updates = [.. root.GetPropertyOrThrow("updates").EnumerateArray().Select(Piece<ChatResponseUpdate>)];
        ValueKinds.Restore(kinds, updates.SelectMany(ValueSlots.Of));
        return new CachedAnswer(null, updates, age);
    }

    /// <summary>Whether writing down an answer that was read gives what was read: nothing of it is lost on the way.</summary>
    internal static bool IsStable(byte[] answer, DateTimeOffset now)
    {
        CachedAnswer read = Read(answer, now);
        StringBuilder kinds = new();
        byte[] again;
        if (read.Response is { } response)
        {
            ValueKinds.Append(kinds, ValueSlots.Of(response), exact: true);
            again = Whole(now, kinds, Piece(response));
        }
        else
        {
            ValueKinds.Append(kinds, read.Updates!.SelectMany(ValueSlots.Of), exact: true);
            again = Stream(now, kinds, [.. read.Updates!.Select(Piece)]);
        }

        return answer.AsSpan().SequenceEqual(again);
    }

    private static T Piece<T>(JsonElement json) =>
        json.Deserialize(CanonicalJson.InfoOf<T>(CanonicalJson.Answers)) ?? throw new FormatException("The answer is null.");

    private static JsonElement GetPropertyOrThrow(this JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"The answer has no '{name}'.");

    private static byte[] Write(DateTimeOffset now, StringBuilder kinds, Action<Utf8JsonWriter> body)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, Compact))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteNumber("kept", now.ToUnixTimeMilliseconds());
            writer.WriteString("kinds", kinds.ToString());
            body(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

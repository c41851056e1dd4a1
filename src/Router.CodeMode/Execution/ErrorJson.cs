using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Router.CodeMode.Execution;

/// <summary>An error as the prelude reads it: <c>{"kind","message","hint"}</c>.</summary>
internal static class ErrorJson
{
    internal static string Write(CodeError error)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", error.Kind.ToString());
            writer.WriteString("message", error.Message);
            if (error.Hint is not null)
            {
                writer.WriteString("hint", error.Hint);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Reads the <c>audio</c> of a whole answer. Its format is what the caller asked for, so the bytes are looked at.</summary>
internal static class AudioReader
{
    /// <summary>Reads the value of the property the reader stands at. The transcript is the text where there is no other.</summary>
    internal static void Read(ref Utf8JsonReader reader, ChatAnswer answer)
    {
        if (!JsonScan.EnterObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? data))
                {
                    answer.Audio = new DataContent(data, data.AsSpan().StartsWith("RIFF"u8) ? "audio/wav" : "audio/mpeg");
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.ValueTextEquals("transcript"u8))
            {
                string? transcript = JsonScan.Repeated(ref reader, null);
                answer.Text = string.IsNullOrEmpty(answer.Text) ? transcript : answer.Text;
            }
            else
            {
                JsonScan.SkipValue(ref reader);
            }
        }
    }
}

using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>Writes one content as a part of <c>content</c>.</summary>
internal static class ContentPartWriter
{
    private const string DefaultFileName = "file.pdf";

    /// <exception cref="ArgumentException">Its media type is none that chat completions carry.</exception>
    internal static void Write(Utf8JsonWriter writer, AIContent content)
    {
        writer.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                writer.WriteString("type", "text");
                writer.WriteString("text", text.Text);
                break;
            case UriContent uri when uri.HasTopLevelMediaType("image"):
                WriteImage(writer, uri.Uri.AbsoluteUri, uri);
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                WriteImage(writer, data.Uri, data);
                break;
            case DataContent data when AudioFormat(data.MediaType) is { } format:
                writer.WriteString("type", "input_audio");
                writer.WriteStartObject("input_audio");
                writer.WriteString("data", data.Base64Data.Span);
                writer.WriteString("format", format);
                writer.WriteEndObject();
                break;
            case DataContent data when IsPdf(data.MediaType):
                writer.WriteString("type", "file");
                writer.WriteStartObject("file");
                writer.WriteString("file_data", data.Uri);
                writer.WriteString("filename", data.Name ?? DefaultFileName);
                writer.WriteEndObject();
                break;
            case HostedFileContent file:
                writer.WriteString("type", "file");
                writer.WriteStartObject("file");
                writer.WriteString("file_id", file.FileId);
                writer.WriteEndObject();
                break;
            default:
                throw new ArgumentException(
                    $"A {content.GetType().Name} of type '{MediaType(content)}' cannot be sent: chat completions carry text, images, wav and mp3 "
                    + "audio as data, and PDF files as data.");
        }

        writer.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter writer, string url, AIContent content)
    {
        writer.WriteString("type", "image_url");
        writer.WriteStartObject("image_url");
        writer.WriteString("url", url);
        if (Detail(content) is { } detail)
        {
            writer.WriteString("detail", detail);
        }

        writer.WriteEndObject();
    }

    private static string? Detail(AIContent content) =>
        content.AdditionalProperties?.GetValueOrDefault("detail") switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
            _ => null,
        };

    private static string? AudioFormat(string mediaType) => mediaType.ToUpperInvariant() switch
    {
        "AUDIO/WAV" or "AUDIO/X-WAV" or "AUDIO/WAVE" => "wav",
        "AUDIO/MPEG" or "AUDIO/MP3" => "mp3",
        _ => null,
    };

    private static bool IsPdf(string mediaType) => mediaType.Equals("application/pdf", StringComparison.OrdinalIgnoreCase);

    private static string? MediaType(AIContent content) =>
        content is DataContent data ? data.MediaType : (content as UriContent)?.MediaType;
}

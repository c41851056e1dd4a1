using System.Text.Encodings.Web;
using System.Text.Json;

namespace Router.Recording;

/// <summary>The names in a recording's file. A file of another version is refused.</summary>
internal static class RecordingFormat
{
    internal const string Version = "router-recording/1";

    internal const string Format = "format";
    internal const string Kind = "kind";
    internal const string Digest = "digest";
    internal const string Request = "request";
    internal const string Kinds = "kinds";
    internal const string Response = "response";
    internal const string Updates = "updates";
    internal const string Error = "error";
    internal const string Abandoned = "abandoned";
    internal const string FailedCalls = "failedCalls";

    internal const string Chat = "chat";
    internal const string Stream = "stream";
    internal const string Image = "image";

    internal const string Blobs = "blobs";
    internal const string Blob = "$blob";

    internal static readonly string[] Members = [Format, Kind, Digest, Request, Kinds, Response, Updates, Error, Abandoned, FailedCalls];

    internal static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonWriterOptions Pretty { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, IndentSize = 2, NewLine = "\n" };
}

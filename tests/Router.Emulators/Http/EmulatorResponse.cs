using System.Text;
using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.Http;

/// <summary>An answer as data, whole before its first byte is sent: what makes every fault exact and repeatable.</summary>
internal sealed class EmulatorResponse
{
    public const string EventStream = "text/event-stream; charset=utf-8";

    public int Status { get; init; } = 200;

    public string? ContentType { get; init; } = "application/json";

    public List<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<ResponseFrame> Frames { get; init; } = [];

    public bool IsStream { get; init; }

    public static EmulatorResponse Json(int status, JsonNode body, string contentType = "application/json") => new()
    {
        Status = status,
        ContentType = contentType,
        Frames = [new(FrameKind.Whole, JsonText.Bytes(body))],
    };

    public static EmulatorResponse Text(int status, string body, string contentType) => new()
    {
        Status = status,
        ContentType = contentType,
        Frames = [new(FrameKind.Whole, Encoding.UTF8.GetBytes(body))],
    };

    public static EmulatorResponse Raw(byte[] body, string contentType) => new()
    {
        ContentType = contentType,
        Frames = [new(FrameKind.Whole, body)],
    };

    public static EmulatorResponse Stream(IReadOnlyList<ResponseFrame> frames) => new()
    {
        ContentType = EventStream,
        Frames = frames,
        IsStream = true,
    };

    public EmulatorResponse WithHeader(string name, string value)
    {
        Headers.Add(new(name, value));
        return this;
    }

    public EmulatorResponse WithFrames(IReadOnlyList<ResponseFrame> frames) => new()
    {
        Status = Status,
        ContentType = ContentType,
        Headers = Headers,
        Frames = frames,
        IsStream = IsStream,
    };
}

using System.Text;
using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.Http;

internal readonly record struct ResponseFrame(FrameKind Kind, byte[] Bytes)
{
    public static ResponseFrame Of(FrameKind kind, string text) => new(kind, Encoding.UTF8.GetBytes(text));

    public static ResponseFrame Data(FrameKind kind, JsonNode json) => Of(kind, $"data: {JsonText.Of(json)}\n\n");

    public static ResponseFrame SseDone { get; } = Of(FrameKind.Done, "data: [DONE]\n\n");
}

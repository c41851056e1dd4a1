using System.Text;
using System.Text.Json.Nodes;

namespace Router.TestKit;

/// <summary>A request as it was sent, with its body read.</summary>
/// <param name="Message">The message itself; its content is consumed.</param>
/// <param name="Body">The body's bytes; empty where there was none.</param>
public sealed record RecordedRequest(HttpRequestMessage Message, byte[] Body)
{
    /// <summary>Path and query.</summary>
    public string Path => Message.RequestUri?.PathAndQuery ?? "";

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonNode? Json => JsonNode.Parse(Body);

    /// <summary>A header of the request or its content; null where it is not set.</summary>
    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out IEnumerable<string>? values)
            || (Message.Content?.Headers.TryGetValues(name, out values) ?? false)
            ? string.Join(",", values)
            : null;
}

using System.Text;
using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.Requests;

/// <summary>One request as it arrived, and how it ended. The credential's value is not kept.</summary>
public sealed class RecordedRequest
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<JsonNode?> _json;

    internal RecordedRequest() => _json = new Lazy<JsonNode?>(() => JsonText.Materialize(JsonText.TryParse(Body.Span)));

    /// <summary>1 for the first request of this service, then counting.</summary>
    public required int Number { get; init; }

    public required string Method { get; init; }

    /// <summary>The path without the query, as the server decoded it.</summary>
    public required string Path { get; init; }

    public required string Query { get; init; }

    /// <summary>Every header, compared without case; an Authorization value is kept as its scheme and "[redacted]".</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The body as JSON; null where it is not JSON. Shared: do not change it.</summary>
    public JsonNode? Json => _json.Value;

    /// <summary>Completes when the last byte was sent or the connection was lost.</summary>
    public Task Ended => _ended.Task;

    public bool HasEnded => _ended.Task.IsCompleted;

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>True when the client went away before the answer was complete.</summary>
    public bool ClientAborted { get; private set; }

    /// <summary>The status that was, or would have been, sent.</summary>
    public int StatusCode { get; private set; }

    /// <summary>How many bytes of the answer's body were sent.</summary>
    public long BytesSent { get; private set; }

    internal void End(DateTimeOffset at, bool clientAborted, int status, long bytesSent)
    {
        EndedAt = at;
        ClientAborted = clientAborted;
        StatusCode = status;
        BytesSent = bytesSent;
        _ended.TrySetResult();
    }
}

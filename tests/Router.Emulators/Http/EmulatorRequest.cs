using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Router.Emulators.Faults;
using Router.Emulators.Json;
using Router.Emulators.Requests;

namespace Router.Emulators.Http;

internal sealed class EmulatorRequest(HttpRequest http, RecordedRequest record, Fault? fault, CancellationToken aborted)
{
    public RecordedRequest Record { get; } = record;

    public Fault? Fault { get; } = fault;

    public CancellationToken Aborted { get; } = aborted;

    public string Method => Record.Method;

    public string Path => Record.Path;

    public string[] Segments { get; } = record.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public ReadOnlyMemory<byte> Body => Record.Body;

    public IQueryCollection Query => http.Query;

    public string? Authorization => http.Headers.Authorization.Count == 0 ? null : http.Headers.Authorization.ToString();

    public string? ContentType => http.ContentType;

    public string? MediaType => http.ContentType?.Split(';')[0].Trim().ToLowerInvariant();

    public string? Header(string name) => http.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The body as JSON, or null where it is none.</summary>
    public JsonNode? ReadJson() => JsonText.TryParse(Record.Body.Span);

    public bool Is(string method) => string.Equals(Method, method, StringComparison.OrdinalIgnoreCase);

    public bool HasBearer(string key) =>
        Authorization is { } value
        && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && string.Equals(value["Bearer ".Length..].Trim(), key, StringComparison.Ordinal);
}

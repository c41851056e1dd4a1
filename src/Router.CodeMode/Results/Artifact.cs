using System.Text.Json;

namespace Router.CodeMode.Results;

/// <summary>A result that was too large for a model, or binary: kept whole for later programs. Immutable.</summary>
/// <param name="MediaType">Its media type; <c>application/json</c> for a value.</param>
/// <param name="Value">The value; null where it is binary.</param>
/// <param name="Bytes">The bytes; empty where it is a value.</param>
public sealed record Artifact(string MediaType, JsonElement? Value, ReadOnlyMemory<byte> Bytes);

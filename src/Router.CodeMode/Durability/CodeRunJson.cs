using System.Text.Json.Serialization;

namespace Router.CodeMode.Durability;

/// <summary>How what is stored is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredHeader))]
[JsonSerializable(typeof(StoredEntry))]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CodeRunJson : JsonSerializerContext;

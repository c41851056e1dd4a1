using System.Text.Json.Serialization;
using Router.CodeMode.Programs;

namespace Router.CodeMode.QuickJs.Programs;

/// <summary>How the toolchain's answers are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<ProgramCall>))]
[JsonSerializable(typeof(RewriteAnswer))]
[JsonSerializable(typeof(StripAnswer))]
internal sealed partial class ToolchainJson : JsonSerializerContext;

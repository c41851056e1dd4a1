using System.Text.Json.Serialization;

namespace Router.CodeMode.Contract;

/// <summary>What the contract writes as JSON.</summary>
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(string))]
internal sealed partial class ContractJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Router.Pricing;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class PriceJsonContext : JsonSerializerContext;

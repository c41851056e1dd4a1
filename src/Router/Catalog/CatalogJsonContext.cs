using System.Text.Json;
using System.Text.Json.Serialization;

namespace Router.Catalog;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModelTable))]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;

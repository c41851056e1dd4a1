using System.Text.Json;
using System.Text.Json.Serialization;

namespace Router.Providers.Http;

/// <summary>Puts <see cref="JsonText"/> on a property of a wire type: <c>[JsonConverter(typeof(JsonTextConverter))]</c>.</summary>
internal sealed class JsonTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonText.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

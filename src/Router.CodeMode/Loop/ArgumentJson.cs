using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>Between arguments as tools have them and JSON.</summary>
internal static class ArgumentJson
{
    internal static string Write(IEnumerable<KeyValuePair<string, object?>> arguments) => ModelJson.Write(writer =>
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in arguments)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
        }

        writer.WriteEndObject();
    });

    /// <summary>The arguments of a call that a program made, by name where they are the members of one object, and else by position.</summary>
    internal static Dictionary<string, object?> Read(JsonElement arguments)
    {
        Dictionary<string, object?> read = new(StringComparer.Ordinal);
        if (arguments.ValueKind != JsonValueKind.Array)
        {
            return read;
        }

        if (arguments.GetArrayLength() == 1 && arguments[0].ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in arguments[0].EnumerateObject())
            {
                read[member.Name] = member.Value.Clone();
            }

            return read;
        }

        int position = 0;
        foreach (JsonElement argument in arguments.EnumerateArray())
        {
            read[$"arg{++position}"] = argument.Clone();
        }

        return read;
    }
}

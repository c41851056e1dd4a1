using System.Text.Json;

namespace Router.CodeMode.Loop;

/// <summary>Reads the one argument that each of the two tools takes.</summary>
internal static class ToolArgument
{
    /// <summary>The argument of this name, or the only text that was given, under whatever name. Null: there is none.</summary>
    internal static string? Text(IEnumerable<KeyValuePair<string, object?>> arguments, string name)
    {
        List<KeyValuePair<string, string>> texts = [];
        foreach ((string key, object? value) in arguments)
        {
            if (AsText(value) is { } text && !string.IsNullOrWhiteSpace(text))
            {
                texts.Add(new(key, text));
            }
        }

        int named = texts.FindIndex(entry => entry.Key == name);
        return named >= 0 ? texts[named].Value : texts.Count == 1 ? texts[0].Value : null;
    }

    internal static string Missing(string tool, string parameter, string what) =>
        $"Error: {tool} needs \"{parameter}\": {what}, as a string that is not empty.";

    internal static string? AsText(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => null,
    };
}

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// Whether a tool or an answer is held to its schema strictly: the key <c>strict</c> or <c>strictJsonSchema</c> of an
/// <c>AdditionalProperties</c>. Neither is ever sent as a field of the body.
/// </summary>
internal static class Strictness
{
    internal static readonly string[] Keys = ["strict", "strictJsonSchema"];

    /// <summary>The setting; null where there is none.</summary>
    internal static bool? Of(IEnumerable<KeyValuePair<string, object?>>? properties)
    {
        bool? strict = null;
        foreach (string key in properties is null ? [] : Keys)
        {
            object? value = properties switch
            {
                IReadOnlyDictionary<string, object?> map => map.GetValueOrDefault(key),
                IDictionary<string, object?> map => map.TryGetValue(key, out object? found) ? found : null,
                _ => null,
            };
            strict ??= value switch
            {
                bool flag => flag,
                System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.True } => true,
                System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.False } => false,
                _ => null,
            };
        }

        return strict;
    }
}

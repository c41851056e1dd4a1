using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Router.Providers.Replicate;

/// <summary>
/// The names of a model's input fields. Every model has its own schema; these defaults are the names most models share, and
/// the setting <c>fields</c> renames one or, with an empty name, leaves it out. Immutable.
/// </summary>
internal sealed class ReplicateFields(IReadOnlyDictionary<string, string> renamed)
{
    internal const string Prompt = "prompt";
    internal const string SystemPrompt = "system_prompt";
    internal const string Image = "image";
    internal const string MaxTokens = "max_tokens";
    internal const string Temperature = "temperature";
    internal const string TopP = "top_p";
    internal const string TopK = "top_k";
    internal const string FrequencyPenalty = "frequency_penalty";
    internal const string PresencePenalty = "presence_penalty";
    internal const string StopSequences = "stop_sequences";
    internal const string Seed = "seed";
    internal const string ReasoningEffort = "reasoning_effort";
    internal const string Width = "width";
    internal const string Height = "height";
    internal const string AspectRatio = "aspect_ratio";
    internal const string Count = "num_outputs";
    internal const string OutputFormat = "output_format";

    /// <summary>Every default name, which are the keys that <c>fields</c> may hold.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        Prompt, SystemPrompt, Image, MaxTokens, Temperature, TopP, TopK, FrequencyPenalty, PresencePenalty, StopSequences, Seed,
        ReasoningEffort, Width, Height, AspectRatio, Count, OutputFormat,
    ];

    /// <summary>The model's name of a field; null where the model has none.</summary>
    internal string? Name(string field) => !renamed.TryGetValue(field, out string? name) ? field : name.Length == 0 ? null : name;

    /// <summary>Sets a field where there is a value and the model has the field.</summary>
    internal void Set(JsonObject input, string field, JsonNode? value)
    {
        if (value is not null && Name(field) is { } name)
        {
            input[name] = value;
        }
    }

    /// <summary>
    /// Adds the caller's own input fields, which win over everything else; a null one takes a field away. Values may be JSON,
    /// or anything <see cref="AIJsonUtilities"/> can write.
    /// </summary>
    internal static void Merge(JsonObject input, AdditionalPropertiesDictionary? properties)
    {
        foreach ((string name, object? value) in properties ?? [])
        {
            if (Node(value) is { } node)
            {
                input[name] = node;
            }
            else
            {
                input.Remove(name);
            }
        }
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.Object } element => JsonObject.Create(element),
        JsonElement { ValueKind: JsonValueKind.Array } element => JsonArray.Create(element),
        JsonElement element => JsonValue.Create(element),
        _ => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType())),
    };
}

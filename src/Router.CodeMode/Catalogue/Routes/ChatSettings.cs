using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>Single settings of a chat request, under the names that the providers use. Stateless.</summary>
internal static class ChatSettings
{
    internal static void Apply(ChatOptions options, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        bool known = name switch
        {
            "max_tokens" or "max_completion_tokens" or "max_output_tokens" or "max_new_tokens" => Whole(value, number => options.MaxOutputTokens = number),
            "temperature" => Real(value, number => options.Temperature = number),
            "top_p" => Real(value, number => options.TopP = number),
            "top_k" => Whole(value, number => options.TopK = number),
            "frequency_penalty" => Real(value, number => options.FrequencyPenalty = number),
            "presence_penalty" => Real(value, number => options.PresencePenalty = number),
            "seed" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long seed) && Set(() => options.Seed = seed),
            "stop" or "stop_sequences" => Stops(options, value),
            "response_format" => Format(options, value),
            _ => false,
        };
        if (!known && name is "max_tokens" or "max_completion_tokens" or "max_output_tokens" or "max_new_tokens")
        {
            // Handed on as it is, a provider may read it after all, and what it then costs was held for nobody.
            throw new CodeCallException($"'{name}' is no whole number.") { Kind = CodeErrorKind.InvalidArguments };
        }

        if (!known)
        {
            (options.AdditionalProperties ??= [])[name] = CodeBytes.Plain(value);
        }
    }

    private static bool Stops(ChatOptions options, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return Set(() => options.StopSequences = [value.GetString()!]);
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(stop => stop.ValueKind == JsonValueKind.String)
            && Set(() => options.StopSequences = [.. value.EnumerateArray().Select(stop => stop.GetString()!)]);
    }

    private static bool Format(ChatOptions options, JsonElement value)
    {
        switch (CatalogueJson.Text(value, "type"))
        {
            case "text":
                return Set(() => options.ResponseFormat = ChatResponseFormat.Text);
            case "json_object":
                return Set(() => options.ResponseFormat = ChatResponseFormat.Json);
            case "json_schema" when CatalogueJson.Member(value, "json_schema", JsonValueKind.Object) is { } wrapper:
                JsonElement schema = CatalogueJson.Member(wrapper, "schema", JsonValueKind.Object) ?? wrapper;
                return Set(() => options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.Clone(), CatalogueJson.Text(wrapper, "name"), CatalogueJson.Text(wrapper, "description")));
            default:
                return false;
        }
    }

    private static bool Whole(JsonElement value, Action<int> set) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && Set(() => set(number));

    private static bool Real(JsonElement value, Action<float> set) => value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && Set(() => set(number));

    private static bool Set(Action set)
    {
        set();
        return true;
    }
}

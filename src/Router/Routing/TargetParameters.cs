using System.Drawing;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Caching;
using Router.Configuration;
using Router.Context;

namespace Router.Routing;

/// <summary>
/// Makes the options of one attempt from the caller's own, never from another target's. The caller's model id is left out: which
/// model answers is the target's to say.
/// </summary>
internal static class TargetParameters
{
    internal static ChatOptions? ForChat(ChatOptions? original, ParametersConfig? parameters)
    {
        if (parameters is null && original is null)
        {
            return null;
        }

        // Cloned for every attempt, since a client may write into what it is given.
        ChatOptions options = original?.Clone() ?? new ChatOptions();
        options.ModelId = null;
        options.AdditionalProperties?.Remove(RouteContext.PropertyName);
        options.AdditionalProperties?.Remove(CacheProperties.State);
        if (parameters is null)
        {
            return options;
        }

        options.Temperature = parameters.Temperature ?? options.Temperature;
        options.TopP = parameters.TopP ?? options.TopP;
        options.TopK = parameters.TopK ?? options.TopK;
        options.MaxOutputTokens = parameters.MaxOutputTokens ?? options.MaxOutputTokens;
        options.Seed = parameters.Seed ?? options.Seed;
        options.FrequencyPenalty = parameters.FrequencyPenalty ?? options.FrequencyPenalty;
        options.PresencePenalty = parameters.PresencePenalty ?? options.PresencePenalty;
        options.StopSequences = parameters.StopSequences is { } stops ? [.. stops] : options.StopSequences;
        if (parameters.ReasoningEffort is { } effort)
        {
            options.Reasoning = new ReasoningOptions { Effort = effort, Output = options.Reasoning?.Output };
        }

        options.AdditionalProperties = Merge(options.AdditionalProperties, parameters.AdditionalProperties);
        return options;
    }

    internal static ImageGenerationOptions? ForImages(ImageGenerationOptions? original, ParametersConfig? parameters)
    {
        if (parameters is null && original is null)
        {
            return null;
        }

        ImageGenerationOptions options = original?.Clone() ?? new ImageGenerationOptions();
        options.ModelId = null;
        options.AdditionalProperties?.Remove(RouteContext.PropertyName);
        if (parameters is null)
        {
            return options;
        }

        options.Count = parameters.Count ?? options.Count;
        if (parameters is { Width: { } width, Height: { } height })
        {
            options.ImageSize = new Size(width, height);
        }

        options.AdditionalProperties = Merge(options.AdditionalProperties, parameters.AdditionalProperties);
        return options;
    }

    private static AdditionalPropertiesDictionary? Merge(
        AdditionalPropertiesDictionary? original, IReadOnlyDictionary<string, JsonElement> overrides)
    {
        if (overrides.Count == 0)
        {
            return original;
        }

        AdditionalPropertiesDictionary merged = original is null ? [] : new AdditionalPropertiesDictionary(original);
        foreach ((string name, JsonElement value) in overrides)
        {
            merged[name] = value;
        }

        return merged;
    }
}

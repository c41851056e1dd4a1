using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Router.Configuration;

/// <summary>What a target is always asked with. A member that is set wins over the request; a null one leaves it alone.</summary>
public sealed record ParametersConfig
{
    /// <summary>Sampling temperature, 0 or more. Chat.</summary>
    public float? Temperature { get; init; }

    /// <summary>Nucleus sampling, 0 to 1. Chat.</summary>
    public float? TopP { get; init; }

    /// <summary>How many tokens are sampled from. Chat.</summary>
    public int? TopK { get; init; }

    /// <summary>The longest answer, in tokens. Chat.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>The sampling seed. Chat.</summary>
    public long? Seed { get; init; }

    /// <summary>Penalty on tokens by their frequency so far, -2 to 2. Chat.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>Penalty on tokens that stand already, -2 to 2. Chat.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>Texts that end the answer. Chat.</summary>
    public IReadOnlyList<string>? StopSequences { get; init; }

    /// <summary>How hard a reasoning model thinks. Chat.</summary>
    public ReasoningEffort? ReasoningEffort { get; init; }

    /// <summary>The width of the image in pixels; goes with <see cref="Height"/>. Image.</summary>
    public int? Width { get; init; }

    /// <summary>The height of the image in pixels; goes with <see cref="Width"/>. Image.</summary>
    public int? Height { get; init; }

    /// <summary>How many images. Image.</summary>
    public int? Count { get; init; }

    /// <summary>
    /// Fields for the provider's own request body, as they stand. Where they come from an <c>IConfiguration</c>, which knows texts
    /// alone, their kinds are guessed: true or false, a number, else a text.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalProperties { get; init; } = new Dictionary<string, JsonElement>();
}

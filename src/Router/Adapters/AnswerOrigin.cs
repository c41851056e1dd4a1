using Microsoft.Extensions.AI;

namespace Router.Adapters;

/// <summary>What an answer, or an update of one, says of where it came from.</summary>
/// <param name="ModelId">The model it names; null where it names none.</param>
/// <param name="Properties">Its further properties; null where it has none.</param>
public readonly record struct AnswerOrigin(string? ModelId, AdditionalPropertiesDictionary? Properties)
{
    /// <summary>Whether it is a generated image, which names no model of its own. Default: false.</summary>
    public bool IsImage { get; init; }
}

using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// A chat completion, or one chunk of a streamed one, as read. One instance is filled again and again over a stream: what
/// describes the answer as a whole stays until a chunk says otherwise, what belongs to a chunk is cleared by <see cref="Reset"/>.
/// </summary>
internal sealed class ChatAnswer
{
    internal string? Id { get; set; }

    internal string? Model { get; set; }

    internal DateTimeOffset? CreatedAt { get; set; }

    internal ChatRole Role { get; set; } = ChatRole.Assistant;

    internal string? SystemFingerprint { get; set; }

    internal string? ServiceTier { get; set; }

    /// <summary>As the server wrote it. The last one stays.</summary>
    internal string? FinishReason { get; set; }

    /// <summary>Whether a choice was in it.</summary>
    internal bool HasChoice { get; set; }

    /// <summary>Whether a choice at least began: it may be cut.</summary>
    internal bool ChoiceBegun { get; set; }

    /// <summary>Whether a message, or a piece of one, was in the choice.</summary>
    internal bool HasMessage { get; set; }

    /// <summary>Whether a piece of a message said something, in this chunk or an earlier one.</summary>
    internal bool HasSpoken { get; set; }

    /// <summary>Whether <c>logprobs</c> stood in it.</summary>
    internal bool HasLogProbabilities { get; set; }

    internal string? Text { get; set; }

    internal string? Reasoning { get; set; }

    internal string? Refusal { get; set; }

    internal DataContent? Audio { get; set; }

    internal UsageDetails? Usage { get; set; }

    internal List<AIAnnotation>? Annotations { get; set; }

    internal List<ToolCallPart> Calls { get; } = [];

    /// <summary>What the answer says beyond OpenAI's form, for the response's additional properties.</summary>
    internal AdditionalPropertiesDictionary? Additional { get; set; }

    /// <summary>What an extension keeps from one member of a document to the next; its own affair.</summary>
    internal object? ExtensionState { get; set; }

    /// <summary>An error in the place of an answer.</summary>
    internal ProviderFault? Error { get; set; }

    /// <summary>Whether there is anything to hand on.</summary>
    internal bool SaysSomething =>
        !string.IsNullOrEmpty(Text) || !string.IsNullOrEmpty(Reasoning) || !string.IsNullOrEmpty(Refusal)
        || Audio is not null || Annotations is not null || Calls.Count > 0;

    /// <summary>Clears what belongs to one chunk.</summary>
    internal void Reset()
    {
        HasChoice = false;
        ChoiceBegun = false;
        HasMessage = false;
        HasLogProbabilities = false;
        Text = null;
        Reasoning = null;
        Refusal = null;
        Audio = null;
        Usage = null;
        Annotations = null;
        Error = null;
        Calls.Clear();
    }
}

using Microsoft.Extensions.AI;

namespace Router.Canonical;

/// <summary>Finds the <see cref="ValueSlot"/>s of an answer, in an order that is the same before and after it was written down.</summary>
internal static class ValueSlots
{
    internal static IEnumerable<ValueSlot> Of(ChatResponse response) =>
        Of(response.AdditionalProperties).Concat(response.Messages.SelectMany(Of));

    internal static IEnumerable<ValueSlot> Of(ChatResponseUpdate update) =>
        Of(update.AdditionalProperties).Concat(update.Contents.SelectMany(Of));

    internal static IEnumerable<ValueSlot> Of(ImageGenerationResponse response) => response.Contents.SelectMany(Of);

    private static IEnumerable<ValueSlot> Of(ChatMessage? message) => message is null ? throw Nothing() :
        Of(message.AdditionalProperties).Concat(message.Contents.SelectMany(Of));

    private static IEnumerable<ValueSlot> Of(AIContent? content)
    {
        IEnumerable<ValueSlot> own = content switch
        {
            null => throw Nothing(),
            FunctionCallContent call => Of(call.Arguments),
            FunctionResultContent result => [new ValueSlot(result)],
            _ => [],
        };
        return Of(content.AdditionalProperties)
            .Concat(own)
            .Concat((content.Annotations ?? []).SelectMany(annotation => annotation is null ? throw Nothing() : Of(annotation.AdditionalProperties)));
    }

    // JSON can hold it, and a client that breaks its contract can answer with it.
    private static NotSupportedException Nothing() => new("An answer with nothing in the place of a message, a content or an annotation.");

    private static IEnumerable<ValueSlot> Of(IDictionary<string, object?>? dictionary) =>
        dictionary is null
            ? []
            : dictionary.Keys.Where(name => !CanonicalJson.IsRouters(name)).ToArray().Select(name => new ValueSlot(dictionary, name));
}

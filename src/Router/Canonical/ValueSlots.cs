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

    private static IEnumerable<ValueSlot> Of(ChatMessage message) =>
        Of(message.AdditionalProperties).Concat(message.Contents.SelectMany(Of));

    private static IEnumerable<ValueSlot> Of(AIContent content)
    {
        IEnumerable<ValueSlot> own = content switch
        {
            FunctionCallContent call => Of(call.Arguments),
            FunctionResultContent result => [new ValueSlot(result)],
            _ => [],
        };
        return Of(content.AdditionalProperties)
            .Concat(own)
            .Concat((content.Annotations ?? []).SelectMany(annotation => Of(annotation.AdditionalProperties)));
    }

    private static IEnumerable<ValueSlot> Of(IDictionary<string, object?>? dictionary) =>
        dictionary is null
            ? []
            : dictionary.Keys.Where(name => !CanonicalJson.IsRouters(name)).ToArray().Select(name => new ValueSlot(dictionary, name));
}

using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>What one call came to.</summary>
/// <param name="Result">Its result; null where its program waits.</param>
/// <param name="Slot">What it brought besides.</param>
internal sealed record CallOutcome(FunctionResultContent? Result, CallSlot Slot)
{
    /// <summary>Whether the tool asked for the end of the request.</summary>
    internal bool Terminate { get; init; }
}

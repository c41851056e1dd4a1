using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>
/// What a call of one of the two tools brings besides its result. It rides in <see cref="AIFunctionArguments.Context"/>, so that it reaches the loop
/// whoever invokes the tool in between; without it the tool is an ordinary function of any other loop.
/// </summary>
internal sealed class CallSlot(string callId)
{
    private static readonly object Key = typeof(CallSlot);

    internal string CallId { get; } = callId;

    /// <summary>The program sleeps: the call has no result yet.</summary>
    internal SuspendedProgram? Suspended { get; set; }

    /// <summary>The program failed, or there was none.</summary>
    internal bool Failed { get; set; }

    /// <summary>A program was run to its end.</summary>
    internal bool Ran { get; set; }

    /// <summary>What the tool message holds beside the result.</summary>
    internal IReadOnlyList<AIContent> Contents { get; set; } = [];

    /// <summary>What other models were paid for.</summary>
    internal UsageDetails? Usage { get; set; }

    internal static CallSlot? Of(AIFunctionArguments arguments) =>
        arguments.Context is { } context && context.TryGetValue(Key, out object? slot) ? slot as CallSlot : null;

    internal void PutInto(AIFunctionArguments arguments) => arguments.Context = new Dictionary<object, object?> { [Key] = this };
}

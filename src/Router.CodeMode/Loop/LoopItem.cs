using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>One call to be answered: made, refused, or taken up where its program went to sleep.</summary>
/// <param name="Call">The call.</param>
internal sealed record LoopItem(FunctionCallContent Call)
{
    /// <summary>What is answered in place of making the call.</summary>
    internal string? Refusal { get; init; }

    /// <summary>The same call in other messages: whoever reads these next must not make it again.</summary>
    internal IReadOnlyList<FunctionCallContent> Copies { get; init; } = [];

    /// <summary>The decisions with which its program wakes.</summary>
    internal ProgramDecisions? Decisions { get; init; }

    internal void MarkHandled()
    {
        Call.InformationalOnly = true;
        foreach (FunctionCallContent copy in Copies)
        {
            copy.InformationalOnly = true;
        }
    }
}

using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>One call of a tool, while it is made. One call, one object; used by its call alone.</summary>
public sealed class ToolInvocation
{
    /// <summary>The tool.</summary>
    public required AIFunction Function { get; init; }

    /// <summary>What it is given.</summary>
    public required AIFunctionArguments Arguments { get; init; }

    /// <summary>The call as the model made it.</summary>
    public required FunctionCallContent CallContent { get; init; }

    /// <summary>The messages so far.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The options of the request to the model. A tool may add, remove and replace tools here, for the rounds that follow.</summary>
    public ChatOptions? Options { get; init; }

    /// <summary>The round, from 0.</summary>
    public int Iteration { get; init; }

    /// <summary>Which call of its round it is, from 0.</summary>
    public int FunctionCallIndex { get; init; }

    /// <summary>How many calls the round has.</summary>
    public int FunctionCount { get; init; }

    /// <summary>Whether the answer is a stream.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>Set by a tool to end the request after its result: the model is not asked again. Default false.</summary>
    public bool Terminate { get; set; }
}

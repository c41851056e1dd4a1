using Microsoft.Extensions.AI;
using Router.TestKit;

namespace Router.CodeMode.Tests.Loop;

/// <summary>What came of a plan.</summary>
internal sealed record LoopResult(ChatResponse Response, IReadOnlyList<ChatResponseUpdate> Updates, IReadOnlyList<ScriptedCall> Asked)
{
    internal IEnumerable<string> Shapes => Response.Messages.Select(LoopPlan.Shape);

    internal IEnumerable<AIContent> Contents => Response.Messages.SelectMany(message => message.Contents);

    internal IEnumerable<FunctionResultContent> Results => Contents.OfType<FunctionResultContent>();

    internal string? ResultOf(string callId) => Results.Single(result => result.CallId == callId).Result?.ToString();

    internal IEnumerable<string> Sent(int round) => Asked[round].Messages.Select(LoopPlan.Shape);

    internal IEnumerable<string> ToolsSent(int round) => Asked[round].Options?.Tools?.Select(tool => tool.Name) ?? [];
}

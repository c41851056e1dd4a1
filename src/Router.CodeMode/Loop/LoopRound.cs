using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>The calls of one round, and what they see.</summary>
/// <param name="Items">The calls.</param>
/// <param name="Tools">The tools by name.</param>
/// <param name="Options">The options of the request.</param>
/// <param name="Messages">The messages so far.</param>
/// <param name="Iteration">The round, from 0.</param>
/// <param name="MayFail">Whether one more round with an error is allowed.</param>
internal sealed record LoopRound(
    IReadOnlyList<LoopItem> Items, ToolMap Tools, ChatOptions? Options, IReadOnlyList<ChatMessage> Messages, int Iteration, bool MayFail);

using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>Finds the calls of an answer, and turns them into requests for approval.</summary>
internal static class ResponseCalls
{
    private const string RequestPrefix = "ficc_";

    /// <summary>The calls that are still to be made.</summary>
    internal static IEnumerable<FunctionCallContent> Open(IEnumerable<AIContent> contents) =>
        contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly);

    /// <summary>Marks the calls that the service answered itself.</summary>
    internal static void MarkAnswered(IEnumerable<AIContent> contents)
    {
        List<AIContent> all = [.. contents];
        HashSet<string> answered = new(all.OfType<FunctionResultContent>().Select(result => result.CallId), StringComparer.Ordinal);
        if (answered.Count > 0)
        {
            foreach (FunctionCallContent call in Open(all).Where(call => answered.Contains(call.CallId)))
            {
                call.InformationalOnly = true;
            }
        }
    }

    internal static bool NeedApproval(IEnumerable<AIContent> contents, ToolMap tools) =>
        tools.AnyApproval && Open(contents).Any(call => tools.NeedsApproval(call.Name));

    /// <summary>The contents with a request in place of every open call.</summary>
    internal static List<AIContent> AsRequests(IEnumerable<AIContent> contents, ToolMap tools) =>
        [.. contents.Select(content => content is FunctionCallContent { InformationalOnly: false } call ? Request(call, tools) : content)];

    /// <summary>The messages with a request in place of every open call; those without one are the same objects.</summary>
    internal static List<ChatMessage> AsRequests(IEnumerable<ChatMessage> messages, ToolMap tools) => [.. messages.Select(message =>
    {
        if (!Open(message.Contents).Any())
        {
            return message;
        }

        ChatMessage changed = message.Clone();
        changed.Contents = AsRequests(message.Contents, tools);
        return changed;
    })];

    private static ToolApprovalRequestContent Request(FunctionCallContent call, ToolMap tools) =>
        new(RequestPrefix + call.CallId, call) { RequiresConfirmation = tools.NeedsApproval(call.Name) };
}

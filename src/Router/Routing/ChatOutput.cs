using Microsoft.Extensions.AI;

namespace Router.Routing;

/// <summary>Tells real output from the rest: roles, usage and empty texts are none.</summary>
internal static class ChatOutput
{
    internal static bool IsIn(IList<AIContent> contents)
    {
        for (int index = 0; index < contents.Count; index++)
        {
            if (IsOutput(contents[index]))
            {
                return true;
            }
        }

        return false;
    }

    internal static bool IsIn(ChatResponse response)
    {
        foreach (ChatMessage message in response.Messages)
        {
            if (IsIn(message.Contents))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOutput(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0,
        TextReasoningContent reasoning => reasoning.Text.Length > 0 || reasoning.ProtectedData is { Length: > 0 },
        UsageContent => false,
        _ => true,
    };
}

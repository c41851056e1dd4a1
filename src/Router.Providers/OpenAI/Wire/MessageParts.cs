using Microsoft.Extensions.AI;

namespace Router.Providers.OpenAI.Wire;

/// <summary>What a message is made of, counted in one pass and checked against what chat completions can carry.</summary>
internal readonly struct MessageParts
{
    private MessageParts(ChatMessage message) => Message = message;

    internal ChatMessage Message { get; }

    /// <summary>How many contents stand in <c>content</c>.</summary>
    internal int Count { get; private init; }

    /// <summary>The first of them.</summary>
    internal AIContent? Single { get; private init; }

    /// <summary>Whether all of them are text.</summary>
    internal bool AllText { get; private init; }

    /// <summary>How many function calls it holds.</summary>
    internal int Calls { get; private init; }

    /// <summary>How many function results it holds.</summary>
    internal int Results { get; private init; }

    /// <summary>The refusal of an earlier answer.</summary>
    internal string? Refusal { get; private init; }

    /// <summary>The reasoning of an earlier answer.</summary>
    internal string? Reasoning { get; private init; }

    /// <summary>Whether there is anything but function results.</summary>
    internal bool HasOwnContent => Count > 0 || Calls > 0 || Refusal is not null;

    /// <summary>The contents that stand in <c>content</c>, in order.</summary>
    internal IEnumerable<AIContent> Contents() => Message.Contents.Where(IsPart);

    internal static MessageParts Of(ChatMessage message, ChatDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(message);
        int count = 0, calls = 0, results = 0;
        bool allText = true;
        AIContent? single = null;
        string? refusal = null, reasoning = null;
        foreach (AIContent content in message.Contents)
        {
            switch (content)
            {
                case FunctionCallContent when message.Role == ChatRole.Assistant:
                    calls++;
                    break;
                case FunctionResultContent:
                    results++;
                    break;
                case TextReasoningContent thought:
                    reasoning = dialect.ReasoningField is null ? null : reasoning + thought.Text;
                    break;
                case ErrorContent { ErrorCode: RefusalCode } error:
                    refusal += error.Message;
                    break;
                case UsageContent or ErrorContent:
                    break;
                case var part when IsPart(part) && message.Role != ChatRole.Tool:
                    single ??= part;
                    allText &= part is TextContent;
                    count++;
                    break;
                default:
                    throw new ArgumentException(
                        $"A message of role '{message.Role.Value}' holds a {content.GetType().Name}, which chat completions cannot carry.");
            }
        }

        return new MessageParts(message)
        {
            Count = count,
            Single = single,
            AllText = allText,
            Calls = calls,
            Results = results,
            Refusal = refusal,
            Reasoning = reasoning,
        };
    }

    /// <summary>The <see cref="ErrorContent.ErrorCode"/> of a refusal.</summary>
    internal const string RefusalCode = "Refusal";

    private static bool IsPart(AIContent content) => content is TextContent or UriContent or DataContent or HostedFileContent;
}

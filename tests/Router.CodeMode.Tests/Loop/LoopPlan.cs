using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.TestKit;

namespace Router.CodeMode.Tests.Loop;

/// <summary>A conversation as data, run whole or as a stream with the same expectations.</summary>
internal sealed class LoopPlan
{
    internal List<ScriptedTurn> Turns { get; init; } = [];

    internal CodeModeOptions Settings { get; init; } = Direct;

    internal ChatOptions? Options { get; init; } = new();

    internal ICodeExecutor Executor { get; init; } = new TestExecutor();

    internal ICodeModeCatalogue? Catalogue { get; init; }

    internal static CodeModeOptions Direct { get; } = new() { Policy = CodeModePolicy.Off };

    internal static CodeModeOptions Enforced { get; } = new() { Policy = CodeModePolicy.Enforced };

    internal ScriptedChatClient Inner { get; private set; } = new();

    internal async Task<LoopResult> RunAsync(bool streaming, params ChatMessage[] messages) => await RunAsync(streaming, default, messages);

    internal async Task<LoopResult> RunAsync(bool streaming, CancellationToken cancellationToken, params ChatMessage[] messages)
    {
        Inner = new ScriptedChatClient([.. Turns]);
        using CodeModeChatClient client = new(Inner, Settings.Policy == CodeModePolicy.Off
            ? Settings
            : Settings with { Executor = Settings.Executor ?? Executor, Catalogue = Settings.Catalogue ?? Catalogue ?? new TestCatalogue() });
        string before = Snapshot(Options);
        ChatMessage[] input = messages.Length > 0 ? messages : [new(ChatRole.User, "go")];
        string inputBefore = string.Join('|', input.Select(Shape));
        EnumeratedOnce once = new(input);
        List<ChatResponseUpdate> updates = [];
        ChatResponse response;
        if (streaming)
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(once, Options, cancellationToken))
            {
                updates.Add(update);
            }

            response = updates.ToChatResponse();
        }
        else
        {
            response = await client.GetResponseAsync(once, Options, cancellationToken);
        }

        Snapshot(Options).Should().Be(before, "the caller's options are the caller's");
        string.Join('|', input.Select(Shape)).Should().Be(inputBefore, "the caller's messages are the caller's");
        return new LoopResult(response, updates, Inner.Calls);
    }

    internal static FunctionCallContent Call(string id, string name, params (string Name, object? Value)[] arguments) =>
        new(id, name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    internal static FunctionCallContent Program(string id, string code) => Call(id, "execute_code", ("code", code));

    /// <summary>An answer of the model that holds these contents and was paid for with 10 and 5 tokens.</summary>
    internal static ScriptedTurn Turn(string messageId, params AIContent[] contents) => Turn(messageId, null, contents);

    internal static ScriptedTurn Turn(string messageId, string? conversationId, params AIContent[] contents) => new()
    {
        Updates =
        [
            .. contents.Select(content => new ChatResponseUpdate(ChatRole.Assistant, [content]) { MessageId = messageId, ResponseId = messageId, ConversationId = conversationId }),
            new ChatResponseUpdate
            {
                MessageId = messageId,
                ResponseId = messageId,
                ConversationId = conversationId,
                Role = ChatRole.Assistant,
                Contents = [new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5, TotalTokenCount = 15, AdditionalCounts = new() { ["x"] = 1 } })],
            },
        ],
    };

    internal static ScriptedTurn Say(string messageId, string text) => Turn(messageId, new TextContent(text));

    internal static string Shape(ChatMessage message) => $"{message.Role}[{string.Join(", ", message.Contents.Select(Shape))}]";

    internal static string Shape(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"{call.Name}#{call.CallId}",
        FunctionResultContent result => $"#{result.CallId}={Text(result.Result)}",
        ToolApprovalRequestContent request => $"ask {request.RequestId}",
        ToolApprovalResponseContent response => $"answer {response.RequestId}",
        DataContent data => $"{data.MediaType}({data.Data.Length})",
        _ => content.GetType().Name,
    };

    private static string? Text(object? value) => value is JsonElement element ? element.GetRawText() : value?.ToString();

    private static string Snapshot(ChatOptions? options) => options is null ? "none" : string.Join(
        ';',
        options.ConversationId,
        options.ToolMode,
        options.ContinuationToken,
        options.Temperature,
        options.ModelId,
        string.Join(',', options.Tools?.Select(tool => $"{tool.Name}{tool.GetHashCode()}") ?? []),
        string.Join(',', options.AdditionalProperties?.Select(entry => $"{entry.Key}={entry.Value}") ?? []));

    private sealed class EnumeratedOnce(IEnumerable<ChatMessage> messages) : IEnumerable<ChatMessage>
    {
        private bool _enumerated;

        public IEnumerator<ChatMessage> GetEnumerator()
        {
            _enumerated.Should().BeFalse("a sequence may be readable only once");
            _enumerated = true;
            return messages.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

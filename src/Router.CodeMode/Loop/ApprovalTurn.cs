using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Loop;

/// <summary>
/// What a request says about calls that waited for a person: which are to be made, refused or taken up again, and what the history is like without
/// the asking. The caller's messages are not changed.
/// </summary>
internal sealed class ApprovalTurn
{
    private const string Rejected = "Tool call invocation rejected.";

    private readonly IReadOnlyList<ChatMessage> _messages;
    private readonly Dictionary<string, int> _answered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ToolApprovalResponseContent>> _responses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _requested = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, List<LoopItem>> _items = [];

    private ApprovalTurn(IReadOnlyList<ChatMessage> messages)
    {
        _messages = messages;
        for (int index = 0; index < messages.Count; index++)
        {
            foreach (FunctionResultContent result in messages[index].Contents.OfType<FunctionResultContent>())
            {
                _answered[result.CallId] = index;
            }
        }
    }

    /// <summary>The calls, by the index of the message after which their results belong.</summary>
    internal IReadOnlyDictionary<int, List<LoopItem>> Items => _items;

    /// <summary>Results of the same round that the service has not seen.</summary>
    internal List<FunctionResultContent> Carried { get; } = [];

    /// <summary>Reads the messages. Null: nothing in them is about approvals of ours.</summary>
    /// <exception cref="InvalidOperationException">A request was not answered.</exception>
    internal static ApprovalTurn? Read(IReadOnlyList<ChatMessage> messages)
    {
        if (!messages.Any(message => message.Contents.Any(IsOurs)))
        {
            return null;
        }

        ApprovalTurn turn = new(messages);
        turn.ReadResponses();
        turn.ReadDirect();
        turn.ReadPrograms();
        return turn;
    }

    /// <summary>Whether a content is about an approval that this loop asked for, or would have.</summary>
    internal static bool IsOurs(AIContent content) => content switch
    {
        ToolApprovalRequestContent request => request.ToolCall is FunctionCallContent,
        ToolApprovalResponseContent response => response.ToolCall is FunctionCallContent,
        _ => false,
    };

    /// <summary>The message of this index without the asking: as the model has it, and as a service that keeps the conversation gets it.</summary>
    internal (ChatMessage? Full, ChatMessage? ForService, ChatMessage? Returned) Rewrite(int index)
    {
        ChatMessage message = _messages[index];
        bool asks = message.Contents.Any(IsOurs);
        List<AIContent> calls = [.. ItemsAt(index).Where(item => item.Decisions is null).Select(item => item.Call)];
        if (!asks)
        {
            return (message, message, null);
        }

        HashSet<AIContent> placed = [];
        List<AIContent> contents = [];
        foreach (AIContent content in message.Contents)
        {
            if (!IsOurs(content))
            {
                contents.Add(content);
            }
            else if (content is ToolApprovalRequestContent { ToolCall: FunctionCallContent call } && calls.Contains(call) && placed.Add(call))
            {
                contents.Add(call);
            }
        }

        // A response without its request: the call that it is about has no message of its own.
        List<AIContent> homeless = [.. calls.Where(call => !placed.Contains(call))];
        if (homeless.Count > 0)
        {
            ChatMessage own = new(ChatRole.Assistant, homeless);
            return (own, With(message, message.Contents.Where(content => !IsOurs(content))), own);
        }

        return (
            With(message, contents),
            With(message, contents.Where(content => !placed.Contains(content))),
            placed.Count > 0 ? With(message, contents.Where(placed.Contains)) : null);
    }

    internal IReadOnlyList<LoopItem> ItemsAt(int index) => _items.TryGetValue(index, out List<LoopItem>? items) ? items : [];

    private static ChatMessage? With(ChatMessage message, IEnumerable<AIContent> contents)
    {
        List<AIContent> all = [.. contents];
        if (all.Count == 0)
        {
            return null;
        }

        ChatMessage copy = message.Clone();
        copy.Contents = all;
        return copy;
    }

    private void ReadResponses()
    {
        foreach (ToolApprovalResponseContent response in _messages.SelectMany(message => message.Contents).OfType<ToolApprovalResponseContent>().Where(IsOurs))
        {
            if (!_responses.TryGetValue(response.RequestId, out List<ToolApprovalResponseContent>? given))
            {
                _responses[response.RequestId] = given = [];
            }

            given.Add(response);
        }
    }

    private void ReadDirect()
    {
        List<string> open = [];
        for (int index = 0; index < _messages.Count; index++)
        {
            foreach (AIContent content in _messages[index].Contents.Where(IsOurs))
            {
                if (content is ToolApprovalRequestContent { ToolCall: FunctionCallContent asked } request && IsDirect(index, request.RequestId, asked)
                    && _requested.Add(request.RequestId))
                {
                    if (!_responses.TryGetValue(request.RequestId, out List<ToolApprovalResponseContent>? given))
                    {
                        open.Add(request.RequestId);
                        continue;
                    }

                    AddDirect(index, asked, given);
                }
            }
        }

        if (open.Count > 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(", ", open.Select(id => $"'{id}'"))}: no answer. Every ToolApprovalRequestContent needs a ToolApprovalResponseContent in the messages that follow.");
        }

        for (int index = 0; index < _messages.Count; index++)
        {
            foreach (ToolApprovalResponseContent response in _messages[index].Contents.OfType<ToolApprovalResponseContent>())
            {
                if (response.ToolCall is FunctionCallContent call && IsDirect(index, response.RequestId, call) && _requested.Add(response.RequestId))
                {
                    AddDirect(index, call, _responses[response.RequestId]);
                }
            }
        }
    }

    private bool IsDirect(int index, string requestId, FunctionCallContent call) =>
        ProgramRequest.Parse(requestId) is null && !call.InformationalOnly && !IsAnswered(index, call.CallId);

    // A result before the asking is that of another call: some services count calls anew in every answer.
    private bool IsAnswered(int index, string callId) => _answered.TryGetValue(callId, out int answered) && answered >= index;

    private void AddDirect(int index, FunctionCallContent call, List<ToolApprovalResponseContent> given)
    {
        ToolApprovalResponseContent? refusal = given.FirstOrDefault(response => !response.Approved);
        Add(index, new LoopItem(call)
        {
            Refusal = refusal is null ? null : string.IsNullOrWhiteSpace(refusal.Reason) ? Rejected : $"{Rejected} {refusal.Reason}",
            Copies = [.. given.Select(response => response.ToolCall).OfType<FunctionCallContent>()],
        });
    }

    private void ReadPrograms()
    {
        Dictionary<string, List<(int Index, ProgramRequest Request, AIContent Content)>> runs = new(StringComparer.Ordinal);
        for (int index = 0; index < _messages.Count; index++)
        {
            foreach (AIContent content in _messages[index].Contents.Where(IsOurs))
            {
                string id = content is ToolApprovalRequestContent asked ? asked.RequestId : ((ToolApprovalResponseContent)content).RequestId;
                if (ProgramRequest.Parse(id) is { } request && !IsAnswered(index, request.CallId))
                {
                    if (!runs.TryGetValue(request.RunId, out List<(int, ProgramRequest, AIContent)>? known))
                    {
                        runs[request.RunId] = known = [];
                    }

                    known.Add((index, request, content));
                }
            }
        }

        foreach ((string runId, List<(int Index, ProgramRequest Request, AIContent Content)> parts) in runs)
        {
            // A program that asked more than once waits for what it asked last; what came before has been decided.
            int asked = parts.FindLast(part => part.Content is ToolApprovalRequestContent) is { Content: not null } last ? last.Index : -1;
            Dictionary<int, CodeApproval> answers = [];
            foreach ((int index, ProgramRequest request, AIContent content) in parts)
            {
                if (content is ToolApprovalResponseContent response && index > asked)
                {
                    bool approved = response.Approved && answers.GetValueOrDefault(request.Number)?.Approved is not false;
                    string? reason = response.Approved ? answers.GetValueOrDefault(request.Number)?.Reason : response.Reason;
                    answers[request.Number] = new CodeApproval(approved, reason);
                    Carried.AddRange(CarriedResults.Read(response.ToolCall).Where(result => _answered.TryAdd(result.CallId, index)));
                }
            }

            if (answers.Count == 0)
            {
                throw new InvalidOperationException(
                    $"'{parts[^1].Request}': no answer. A program that waits needs a ToolApprovalResponseContent for at least one of its calls.");
            }

            FunctionCallContent call = new(parts[0].Request.CallId, ToolDefinitions.ExecuteName) { InformationalOnly = true };
            Add(asked >= 0 ? asked : parts[0].Index, new LoopItem(call) { Decisions = new ProgramDecisions(runId, answers) });
        }
    }

    private void Add(int index, LoopItem item)
    {
        if (!_items.TryGetValue(index, out List<LoopItem>? items))
        {
            _items[index] = items = [];
        }

        items.Add(item);
    }
}

using Microsoft.Extensions.AI;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>A caller's messages as a model takes them. The caller's own are never changed.</summary>
internal sealed class Conversation
{
    private readonly HashSet<string> _callIds = [];
    private readonly Dictionary<string, string> _counted = [];
    private readonly ModelTraits _traits;
    private int _calls;

    /// <exception cref="ArgumentException">A message holds an image that cannot be sent.</exception>
    internal Conversation(IEnumerable<ChatMessage> messages, ModelTraits traits)
    {
        _traits = traits;
        Messages = [.. messages.Select(Fit)];
    }

    /// <summary>The messages to send.</summary>
    internal IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>
    /// The id a call of the answer goes out under: its own, unless that is taken or of the kind that repeats with each turn.
    /// </summary>
    internal FunctionCallContent Outward(FunctionCallContent call) =>
        !CallIds.Repeats(call.CallId) && _callIds.Add(call.CallId) ? call : CallIds.Rename(call, CallIds.New());

    private ChatMessage Fit(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        List<AIContent>? contents = null;
        for (int index = 0; index < message.Contents.Count; index++)
        {
            AIContent content = message.Contents[index];
            AIContent fitted = Fit(content);
            if (!ReferenceEquals(fitted, content))
            {
                contents ??= [.. message.Contents];
                contents[index] = fitted;
            }
        }

        bool unnamed = _traits.Chat is ChatForm.Native && message.AuthorName is not null;
        if (contents is null && !unnamed)
        {
            return message;
        }

        ChatMessage clone = message.Clone();
        clone.Contents = contents ?? clone.Contents;
        clone.AuthorName = unnamed ? null : clone.AuthorName;
        return clone;
    }

    private AIContent Fit(AIContent content)
    {
        switch (content)
        {
            case FunctionCallContent call:
                _callIds.Add(call.CallId);
                if (!_traits.CountedCallIds)
                {
                    return call;
                }

                string counted = CallIds.Counted(call.Name, _calls++);
                _counted[call.CallId] = counted;
                return CallIds.Rename(call, counted);
            case FunctionResultContent result when _counted.TryGetValue(result.CallId, out string? id):
                return CallIds.Rename(result, id);
            default:
                return ImageInput.IsImage(content) ? ImageInput.Data(content) : content;
        }
    }
}

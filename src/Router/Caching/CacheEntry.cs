using System.Text;
using Microsoft.Extensions.AI;
using Router.Canonical;

namespace Router.Caching;

/// <summary>An answer on its way into the cache, written down as it comes. Not thread-safe.</summary>
internal sealed class CacheEntry(string key, AnswerJudge judge, int maxBytes)
{
    private readonly StringBuilder _kinds = new();
    private readonly List<byte[]> _updates = [];
    private byte[]? _response;
    private long _bytes;

    internal string Key => key;

    /// <summary>Why it is not kept; null where it is.</summary>
    internal string? Refusal => judge.Refusal;

    internal void Add(ChatResponse response) => Add(
        response,
        response?.GetType() == typeof(ChatResponse) && response.Messages.All(message => message?.GetType() == typeof(ChatMessage)),
        judge.Hear,
        ValueSlots.Of,
        written => _response = written);

    internal void Add(ChatResponseUpdate update) =>
        Add(update, update?.GetType() == typeof(ChatResponseUpdate), judge.Hear, ValueSlots.Of, _updates.Add);

    /// <summary>The form to keep; null where it cannot be given back as it was.</summary>
    internal byte[]? Finish(DateTimeOffset now)
    {
        try
        {
            byte[] answer = _response is not null ? AnswerForm.Whole(now, _kinds, _response) : AnswerForm.Stream(now, _kinds, _updates);
            return answer.Length > maxBytes || !AnswerForm.IsStable(answer, now) ? null : answer;
        }
        catch (Exception exception) when (CanonicalJson.IsRefusal(exception) || exception is FormatException)
        {
            return null;
        }
    }

    private void Add<T>(T? piece, bool known, Action<T> hear, Func<T, IEnumerable<ValueSlot>> slotsOf, Action<byte[]> keep)
        where T : class
    {
        if (piece is null || !known)
        {
            judge.Refuse("it is of a type of its own");
            return;
        }

        try
        {
            hear(piece);
            if (_bytes > maxBytes)
            {
                judge.Refuse("it is too long");
                _updates.Clear();
                return;
            }

            ValueKinds.Append(_kinds, slotsOf(piece), exact: true);
            byte[] written = AnswerForm.Piece(piece);
            _bytes += written.Length;
            keep(written);
        }
        catch (Exception exception) when (CanonicalJson.IsRefusal(exception))
        {
            judge.Refuse("it cannot be written down");
            _updates.Clear();
        }
    }
}

using System.Text.Json;
using Router.Providers.Http;
using Router.Providers.OpenAI.Wire;

namespace Router.Providers.WorkersAI.Chat;

/// <summary>
/// What one document says outside of OpenAI's <c>choices</c>, kept until all of it is read: some models say the same thing both ways, in
/// either order, and then the choices go first. One instance serves a whole stream. Not thread-safe.
/// </summary>
internal sealed class NativeForm
{
    private string? _text;
    private bool _isNull;
    private bool _hasMore;

    /// <summary>The calls beside the choices.</summary>
    internal List<ToolCallPart> Calls { get; } = [];

    /// <summary>Whether a finish reason stood beside the choices.</summary>
    internal bool Finished { get; set; }

    /// <summary>Takes note of a member at whose name the reader stands.</summary>
    internal void NoteMember(ref Utf8JsonReader reader) => _hasMore |= !reader.ValueTextEquals("response"u8) && !reader.ValueTextEquals("p"u8);

    /// <summary>Reads a text, or a value that stands for one: a schema's object, or a token that happens to be JSON.</summary>
    internal void ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        _isNull |= reader.TokenType is JsonTokenType.Null;
        _text = JsonText.Read(ref reader) ?? _text;
    }

    /// <summary>Completes an answer by what its choices did not say, and begins anew.</summary>
    internal void MoveTo(ChatAnswer answer)
    {
        // A null is the token "null" where a frame says nothing else, and no text otherwise; which of them the service meant, it does not tell.
        _text ??= _isNull && !_hasMore ? "null" : null;
        answer.HasChoice |= _text is not null || Calls.Count > 0 || Finished;
        answer.Text = string.IsNullOrEmpty(answer.Text) ? _text ?? answer.Text : answer.Text;
        if (answer.Usage is { InputTokenCount: null, OutputTokenCount: null, TotalTokenCount: null })
        {
            answer.Usage = null; // a bill in neurons alone counts no tokens
        }

        if (answer.Calls.Count == 0)
        {
            answer.Calls.AddRange(Calls);
        }

        Calls.Clear();
        _text = null;
        _isNull = _hasMore = Finished = false;
    }
}

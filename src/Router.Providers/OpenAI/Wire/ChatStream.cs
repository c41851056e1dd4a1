using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Providers.Http;

namespace Router.Providers.OpenAI.Wire;

/// <summary>
/// One streamed answer as it arrives: an update per chunk with output, and a last one with the refusal, the function calls and the usage.
/// Usage can stand on every chunk, cumulative; the last that counts anything is the answer's. Not thread-safe.
/// </summary>
internal sealed class ChatStream(ProviderResponse response, ChatAnswerReader reader)
{
    private readonly ChatAnswer _answer = reader.Begin(response);
    private ToolCallAssembler? _calls;
    private UsageDetails? _usage;
    private StringBuilder? _refusal;
    private bool _hasChoice;
    private bool _saidSomething;

    /// <summary>The update of the current event; null where it says nothing to hand on.</summary>
    /// <exception cref="Router.Adapters.ProviderException">The event is an error, or no chunk.</exception>
    internal ChatResponseUpdate? Take(SseReader events)
    {
        // A cut frame can hold the finish reason already, and text that would be lost with it.
        bool ended = _answer.FinishReason is not null;
        _answer.Reset();
        if (events.EventType == "error")
        {
            throw response.Fail(response.ReadFault(events.Data));
        }

        // Nothing at all keeps the connection alive.
        if (events.Data.Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            reader.Read(events.Data, _answer);
        }
        catch (JsonException exception)
        {
            // A frame cut by the end of the stream proves nothing was missed only if the answer had ended before, and it adds none to it.
            return !events.IsTerminated && ended && !_answer.ChoiceBegun
                ? null
                : throw response.Malformed(
                    events.IsTerminated ? "sent a stream event that is not valid JSON" : "cut its stream short", exception);
        }

        AnswerCheck.ThrowIfFailed(_answer, response);
        AnswerCheck.ThrowIfBareError(_answer, events.Data, response);
        _usage = _answer.Usage is { } usage && (_usage is null || UsageReader.Counts(usage)) ? usage : _usage;
        foreach (ToolCallPart call in _answer.Calls)
        {
            if (!(_calls ??= new ToolCallAssembler()).TryAdd(call))
            {
                throw response.Malformed("sent function calls without end");
            }
        }

        if (!_answer.HasChoice)
        {
            return null;
        }

        _hasChoice = true;
        _saidSomething |= _answer.SaysSomething;
        if (_answer.Refusal is { } refusal)
        {
            // A refusal is one content, as in a whole answer; contents of errors are never merged.
            (_refusal ??= new StringBuilder()).Append(refusal);
            _answer.Refusal = null;
        }

        ChatResponseUpdate update = AnswerMapper.Update(_answer, AnswerMapper.Contents(_answer));
        if (_answer.HasLogProbabilities)
        {
            // Microsoft.Extensions.AI has no place for them; a copy of every other chunk would be kept for nothing.
            update.RawRepresentation = JsonElement.Parse(events.Data);
        }

        return update;
    }

    /// <summary>The last update, once no event is left; null where nothing is left to say.</summary>
    /// <exception cref="Router.Adapters.ProviderException">The stream ended before the answer did.</exception>
    internal ChatResponseUpdate? End(SseReader events)
    {
        // [DONE] without a finish reason is an end too: some servers know no finish reasons on streams.
        if (!events.DoneSeen && _answer.FinishReason is null)
        {
            throw response.Malformed("cut its stream short");
        }

        if (!_hasChoice)
        {
            throw response.Malformed("sent a stream without an answer");
        }

        if (!_saidSomething && _answer.FinishReason is null)
        {
            throw response.Malformed("sent a stream that says nothing");
        }

        AnswerMapper.Tag(_answer);
        List<AIContent> contents = [.. _calls?.Calls() ?? []];
        if (_refusal is { Length: > 0 } refusal)
        {
            contents.Insert(0, AnswerMapper.Refusal(refusal.ToString()));
        }

        if (_usage is not null)
        {
            contents.Add(new UsageContent(_usage));
        }

        if (contents.Count == 0 && _answer.Additional is null)
        {
            return null;
        }

        ChatResponseUpdate last = AnswerMapper.Update(_answer, contents);
        if (_answer.Additional is { } additional)
        {
            // With a message's id they would become the message's, not the response's.
            last.AdditionalProperties = additional;
            last.MessageId = null;
        }

        return last;
    }
}

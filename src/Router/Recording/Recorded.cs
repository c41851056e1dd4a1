using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Canonical;

namespace Router.Recording;

/// <summary>One recording, checked when it was read. Immutable; each answer it makes is of new objects.</summary>
internal sealed class Recorded
{
    private readonly string _kinds;
    private readonly byte[]? _response;
    private readonly byte[][]? _updates;
    private readonly string?[] _failedCalls;
    private readonly JsonObject? _error;

    internal Recorded(string file, JsonObject document, RecordingFolder folder)
    {
        File = file;
        Kind = Required(document, RecordingFormat.Kind);
        Digest = Required(document, RecordingFormat.Digest);
        Request = document[RecordingFormat.Request] as JsonObject ?? throw new InvalidDataException($"'{RecordingFormat.Request}' is no object.");
        if (RequestForm.DigestOf(Request) != Digest)
        {
            throw new InvalidDataException($"'{RecordingFormat.Digest}' is not that of '{RecordingFormat.Request}': the request was changed.");
        }

        _kinds = document.ContainsKey(RecordingFormat.Kinds) ? Required(document, RecordingFormat.Kinds) : "";
        _error = Optional<JsonObject>(document, RecordingFormat.Error);
        Abandoned = document[RecordingFormat.Abandoned] is { } abandoned
            && (abandoned is JsonValue value && value.TryGetValue(out bool left) ? left : throw new InvalidDataException($"'{RecordingFormat.Abandoned}' is no true or false."));
        _failedCalls = [.. (Optional<JsonArray>(document, RecordingFormat.FailedCalls) ?? []).Select(JsonTree.Text)];
        if (Optional<JsonObject>(document, RecordingFormat.Response) is { } response)
        {
            _response = Compact(response, folder);
        }

        if (Optional<JsonArray>(document, RecordingFormat.Updates) is { } updates)
        {
            _updates = [.. updates.Select(update => Compact(update as JsonObject ?? throw new InvalidDataException("An update is no object."), folder))];
        }

        Check();
    }

    internal string File { get; }

    internal string Kind { get; }

    internal string Digest { get; }

    internal JsonObject Request { get; }

    /// <summary>Whether the reader of the stream had left before its end, so that nothing is known of what would have come.</summary>
    internal bool Abandoned { get; }

    /// <summary>The failure at the end; null for none. A new object each time.</summary>
    internal Exception? Failure => _error is null ? null : RecordedError.Read(_error);

    internal bool IsImage => Kind == RecordingFormat.Image;

    /// <summary>The updates; null where the answer was recorded whole, or where there was none.</summary>
    internal IReadOnlyList<ChatResponseUpdate>? Updates()
    {
        if (_updates is null)
        {
            return null;
        }

        List<ChatResponseUpdate> updates = [.. _updates.Select(Piece<ChatResponseUpdate>)];
        ValueKinds.Restore(_kinds, updates.SelectMany(ValueSlots.Of));
        Restore(updates.SelectMany(update => update.Contents));
        return updates;
    }

    /// <summary>The whole answer; null where there was none, or a stream.</summary>
    internal ChatResponse? Response()
    {
        if (_response is null)
        {
            return null;
        }

        ChatResponse response = Piece<ChatResponse>(_response);
        ValueKinds.Restore(_kinds, ValueSlots.Of(response));
        Restore(response.Messages.SelectMany(message => message.Contents));
        return response;
    }

    /// <summary>The images; null where there were none.</summary>
    internal ImageGenerationResponse? Images()
    {
        if (_response is null)
        {
            return null;
        }

        ImageGenerationResponse response = Piece<ImageGenerationResponse>(_response);
        ValueKinds.Restore(_kinds, ValueSlots.Of(response));
        return response;
    }

    private static T Piece<T>(byte[] json) =>
        JsonSerializer.Deserialize(json, CanonicalJson.InfoOf<T>(CanonicalJson.Answers)) ?? throw new InvalidDataException("An answer is null.");

    private static byte[] Compact(JsonObject answer, RecordingFolder folder)
    {
        BlobTree.Internalize(answer, folder);
        return JsonTree.Write(answer, RecordingFormat.Compact);
    }

    private static string Required(JsonObject document, string name) =>
        JsonTree.Text(document[name]) ?? throw new InvalidDataException($"'{name}' is missing, or no text.");

    private static T? Optional<T>(JsonObject document, string name)
        where T : JsonNode =>
        document[name] is not { } node ? null : node as T ?? throw new InvalidDataException($"'{name}' is no {typeof(T).Name}.");

    private void Check()
    {
        bool fits = Kind switch
        {
            RecordingFormat.Chat or RecordingFormat.Image => _updates is null && !Abandoned && (_response is null) == (_error is not null),
            RecordingFormat.Stream => _updates is not null && _response is null && !(Abandoned && _error is not null),
            _ => throw new InvalidDataException($"'{RecordingFormat.Kind}' is none: it would be '{RecordingFormat.Chat}', '{RecordingFormat.Stream}' or '{RecordingFormat.Image}'."),
        };
        if (!fits)
        {
            throw new InvalidDataException(
                $"A '{Kind}' holds either a '{RecordingFormat.Response}' or an '{RecordingFormat.Error}', a stream '{RecordingFormat.Updates}' and how they ended.");
        }

        _ = Updates();
        _ = IsImage ? (object?)Images() : Response();
        _ = Failure;
    }

    private void Restore(IEnumerable<AIContent> contents)
    {
        if (_failedCalls.Length == 0)
        {
            return;
        }

        FunctionCallContent[] calls = [.. contents.OfType<FunctionCallContent>()];
        if (calls.Length != _failedCalls.Length)
        {
            throw new InvalidDataException($"'{RecordingFormat.FailedCalls}' are {_failedCalls.Length}, and the calls {calls.Length}.");
        }

        for (int index = 0; index < calls.Length; index++)
        {
            calls[index].Exception = _failedCalls[index] is { } message ? new InvalidOperationException(message) : null;
        }
    }
}

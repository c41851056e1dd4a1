using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Canonical;

namespace Router.Recording;

/// <summary>One exchange while it is recorded. Dispose it; what was not written by then gives its number back. Not thread-safe.</summary>
internal sealed class ExchangeRecorder : IDisposable
{
    private readonly RecordingFolder _folder;
    private readonly Redaction _redaction;
    private readonly RequestForm _request;
    private readonly string _kind;
    private readonly RecordingClaim _claim;
    private readonly StringBuilder _kinds = new();
    private readonly JsonArray _updates = [];
    private readonly JsonArray _failedCalls = [];
    private bool _written;

    internal ExchangeRecorder(RecordingFolder folder, Redaction redaction, RequestForm request, string kind, IEnumerable<AIContent> given)
    {
        _folder = folder;
        _redaction = redaction;
        _request = request;
        _kind = kind;
        foreach (DataContent data in given.OfType<DataContent>())
        {
            folder.Keep(data.Data.Span, data.MediaType);
        }

        // Last, since whatever fails after it would leave the number taken.
        _claim = folder.Claim();
    }

    /// <summary>Whether it was given up: nothing more is written.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Writes an update down before it is handed on: its reader may change it.</summary>
    internal void Add(ChatResponseUpdate update)
    {
        JsonNode written = Written(update, ValueSlots.Of(update));
        AddFailedCalls(update.Contents);
        _updates.Add(written);
    }

    internal Task EndAsync(ChatResponse response)
    {
        JsonNode written = Written(response, ValueSlots.Of(response));
        AddFailedCalls(response.Messages.SelectMany(message => message.Contents));
        return WriteAsync(RecordingFormat.Response, written);
    }

    internal Task EndAsync(ImageGenerationResponse response) =>
        WriteAsync(RecordingFormat.Response, Written(response, ValueSlots.Of(response)));

    /// <summary>Ends a stream.</summary>
    /// <param name="failure">What broke it; null where nothing did.</param>
    /// <param name="abandoned">Whether its reader left it before it had ended.</param>
    internal Task EndStreamAsync(Exception? failure, bool abandoned) => WriteAsync(RecordingFormat.Updates, _updates, failure, abandoned);

    internal Task FailAsync(Exception failure) => WriteAsync(null, null, failure);

    public void Dispose()
    {
        if (!_written && !IsDisposed)
        {
            IsDisposed = true;
            RecordingFolder.Release(_claim);
        }
    }

    private async Task WriteAsync(string? member, JsonNode? answer, Exception? failure = null, bool abandoned = false)
    {
        JsonObject document = new()
        {
            [RecordingFormat.Format] = RecordingFormat.Version,
            [RecordingFormat.Kind] = _kind,
            [RecordingFormat.Digest] = _request.Digest,
            [RecordingFormat.Request] = _request.Request,
        };
        if (member is not null)
        {
            document[RecordingFormat.Kinds] = _kinds.ToString();
            document[member] = answer;
        }

        if (_failedCalls.Any(call => call is not null))
        {
            document[RecordingFormat.FailedCalls] = _failedCalls;
        }

        if (failure is not null)
        {
            document[RecordingFormat.Error] = RecordedError.Write(failure, _redaction);
        }

        if (abandoned)
        {
            document[RecordingFormat.Abandoned] = true;
        }

        await _folder.WriteAsync(_claim, _kind, _request.Digest, document).ConfigureAwait(false);
        _written = true;
    }

    private JsonNode Written<T>(T piece, IEnumerable<ValueSlot> slots)
    {
        try
        {
            JsonNode written = JsonTree.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(piece, CanonicalJson.InfoOf<T>(CanonicalJson.Answers)));
            ValueKinds.Append(_kinds, slots, exact: false);
            _redaction.Texts(written);
            BlobTree.Externalize(written, _folder);
            return written;
        }
        catch (Exception exception) when (CanonicalJson.IsRefusal(exception))
        {
            throw new NotSupportedException(
                $"The answer cannot be recorded: it holds an object that cannot be written down as JSON ({exception.GetType().Name}).");
        }
    }

    private void AddFailedCalls(IEnumerable<AIContent> contents)
    {
        foreach (FunctionCallContent call in contents.OfType<FunctionCallContent>())
        {
            JsonNode? message = call.Exception is { } failure ? JsonValue.Create(_redaction.Text(failure.Message)) : null;
            _failedCalls.Add(message);
        }
    }
}

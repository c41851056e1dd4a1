using System.Buffers;
using System.Text;
using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.Http;

/// <summary>
/// Reads a server-sent event stream without copying: the data of an event is a slice of the read buffer. Lines end in CRLF, LF or
/// CR; a byte order mark, comments and unknown fields are skipped. Not thread-safe.
/// </summary>
/// <remarks>
/// <c>System.Net.ServerSentEvents</c> could not serve: it hands a JSON document per unseparated line out as one event at the end
/// of the stream, drops a bare <c>[DONE]</c>, and has no limit on the size of an event.
/// </remarks>
internal sealed class SseReader : IDisposable
{
    private const string DefaultType = "message";

    private readonly Stream _stream;
    private readonly SseOptions _options;
    private readonly ProviderSender? _sender;
    private readonly ProviderResponse? _response;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int _position; // the first byte not yet parsed
    private int _scanned; // no line end lies between _position and here
    private int _end; // the end of what was read
    private int _dataStart;
    private int _dataLength = -1; // -1: the event has no data line yet
    private JsonProgress _document; // how far the data is a JSON document
    private string _type = DefaultType;
    private bool _handedOut;
    private bool _skipLineFeed;
    private bool _atStart = true;
    private bool _eof;

    internal SseReader(Stream stream, SseOptions options, ProviderSender? sender = null, ProviderResponse? response = null)
    {
        _stream = stream;
        _options = options;
        _sender = sender;
        _response = response;
    }

    /// <summary>The type of the current event. Default: <c>message</c>.</summary>
    internal string EventType { get; private set; } = DefaultType;

    /// <summary>The data of the current event, as UTF-8; valid until the next <see cref="ReadAsync"/>.</summary>
    internal ReadOnlySpan<byte> Data => _buffer.AsSpan(_dataStart, _dataLength);

    /// <summary>
    /// Whether a blank line (or a further JSON document) ended the current event. False only for the last event of a stream, whose
    /// data may have been cut at any byte: take it only where the data itself proves to be whole.
    /// </summary>
    internal bool IsTerminated { get; private set; }

    /// <summary>Whether <c>[DONE]</c> was read. Only under <see cref="SseOptions.JsonDocuments"/>.</summary>
    internal bool DoneSeen { get; private set; }

    /// <summary>Moves to the next event. False at the end of the stream, and at <c>[DONE]</c>, after which nothing is read.</summary>
    /// <exception cref="ProviderException">Malformed: the connection broke, or an event is too long.</exception>
    internal async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_handedOut)
        {
            _handedOut = false;
            _dataLength = -1;
            _document = default;
        }

        while (!DoneSeen)
        {
            if (TakeEvent() is { } found)
            {
                return found;
            }

            if (_eof)
            {
                return false;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _dataStart = 0;
        _dataLength = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _stream.Dispose();
    }

    /// <summary>True: an event is current. False: the stream is over. Null: more bytes are needed.</summary>
    private bool? TakeEvent()
    {
        while (TakeLine(out int start, out int length))
        {
            ReadOnlySpan<byte> line = _buffer.AsSpan(start, length);
            if (line.IsEmpty)
            {
                if (_dataLength >= 0)
                {
                    return Dispatch(terminated: true);
                }

                _type = DefaultType;
                continue;
            }

            bool isData = TryField(line, start, out int valueStart);
            bool isDone = _options.JsonDocuments && IsDone(isData ? line[(valueStart - start)..] : line);
            if (!isData && !isDone)
            {
                continue;
            }

            if (_dataLength >= 0 && (isDone || (_options.JsonDocuments && _document.IsWhole(Data))))
            {
                // What stands before comes first; this line is parsed again after it.
                _position = _scanned = start;
                return Dispatch(terminated: true);
            }

            if (isDone)
            {
                DoneSeen = true;
                return false;
            }

            Append(valueStart, start + length - valueStart);
        }

        return _eof && _dataLength >= 0 ? Dispatch(terminated: false) : null;
    }

    private bool Dispatch(bool terminated)
    {
        EventType = _type;
        _type = DefaultType;
        IsTerminated = terminated;
        _handedOut = true;
        return true;
    }

    private static bool IsDone(ReadOnlySpan<byte> text) => text.Trim(" \t"u8).SequenceEqual("[DONE]"u8);

    /// <summary>Whether a line is a data line; takes note of an event type on the way.</summary>
    private bool TryField(ReadOnlySpan<byte> line, int start, out int valueStart)
    {
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> name = colon < 0 ? line : line[..colon];
        int skip = colon < 0 ? line.Length : colon + 1 < line.Length && line[colon + 1] == ' ' ? colon + 2 : colon + 1;
        valueStart = start + skip;
        if (name.SequenceEqual("data"u8))
        {
            return true;
        }

        if (name.SequenceEqual("event"u8))
        {
            _type = TypeName(line[skip..]);
        }

        return false;
    }

    private static string TypeName(ReadOnlySpan<byte> name) => name switch
    {
        [] => DefaultType,
        _ when name.SequenceEqual("output"u8) => "output",
        _ when name.SequenceEqual("logs"u8) => "logs",
        _ when name.SequenceEqual("error"u8) => "error",
        _ when name.SequenceEqual("done"u8) => "done",
        _ => Encoding.UTF8.GetString(name),
    };

    /// <summary>Adds a data line to the event, in place: the joined data is never longer than the lines it came from.</summary>
    private void Append(int start, int length)
    {
        if (_dataLength < 0)
        {
            _dataStart = start;
            _dataLength = length;
            return;
        }

        _buffer[_dataStart + _dataLength] = (byte)'\n';
        _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(_dataStart + _dataLength + 1));
        _dataLength += length + 1;
    }

    private bool TakeLine(out int start, out int length)
    {
        if (_skipLineFeed && _position < _end)
        {
            _skipLineFeed = false;
            if (_buffer[_position] == '\n')
            {
                _position++;
                _scanned = Math.Max(_scanned, _position);
            }
        }

        int found = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        if (found < 0 && !(_eof && _position < _end))
        {
            _scanned = _end;
            start = length = 0;
            return false;
        }

        start = _position;
        int stop = found < 0 ? _end : _scanned + found;
        _skipLineFeed = found >= 0 && _buffer[stop] == '\r';
        _position = _scanned = found < 0 ? _end : stop + 1;
        if (_atStart)
        {
            _atStart = false;
            start += _buffer.AsSpan(start, stop - start) is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        }

        length = stop - start;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        try
        {
            int read = await BodyReader.ReadAsync(_stream, _buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            _eof = read == 0;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Malformed("broke off in the middle of its stream", exception);
        }
    }

    private void MakeRoom()
    {
        int keep = _dataLength >= 0 ? _dataStart : _position;
        if (_end - keep > _options.MaxEventBytes)
        {
            throw Malformed("sent an event that is too long", null);
        }

        if (keep > 0)
        {
            _buffer.AsSpan(keep, _end - keep).CopyTo(_buffer);
            _dataStart -= _dataLength >= 0 ? keep : 0;
            _position -= keep;
            _scanned -= keep;
            _end -= keep;
        }

        if (_end == _buffer.Length)
        {
            byte[] grown = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(grown);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = grown;
        }
    }

    private ProviderException Malformed(string what, Exception? inner) =>
        _sender is { } sender
            ? sender.Malformed(what, _response, inner)
            : new ProviderException(FailureMessage.Of("unnamed", what, null, null, null), inner)
            {
                Class = FailureClass.Malformed,
            };
}

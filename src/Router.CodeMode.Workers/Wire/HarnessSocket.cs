using System.Buffers;
using System.Net.WebSockets;
using Router.CodeMode.Engines;

namespace Router.CodeMode.Workers.Wire;

/// <summary>Frames over a WebSocket. One reader and one writer at a time.</summary>
internal sealed class HarnessSocket(WebSocket socket) : IDisposable
{
    // Below the smallest message that a Worker accepts.
    private const int PieceBytes = 512 * 1024;

    // What is kept from one frame to the next, for as long as the socket lives.
    private const int KeptBytes = 1024 * 1024;

    private ArrayBufferWriter<byte> _received = new(4096);
    private readonly ArrayBufferWriter<byte> _sent = new(4096);

    /// <summary>What one frame may hold. More than any program may say in one step is refused while it comes in.</summary>
    public long MostBytes { get; set; } = KeptBytes;

    /// <summary>Sends one frame, in as many pieces as it needs.</summary>
    /// <exception cref="WebSocketException">The other side is gone.</exception>
    public async ValueTask SendAsync(char letter, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        do
        {
            int length = PieceOf(body.Span);
            _sent.ResetWrittenCount();
            _sent.GetSpan(1)[0] = (byte)(length == body.Length ? letter : char.ToLowerInvariant(letter));
            _sent.Advance(1);
            _sent.Write(body.Span[..length]);
            try
            {
                await socket.SendAsync(_sent.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsLoss(exception, cancellationToken))
            {
                throw Lost(exception);
            }

            body = body[length..];
        }
        while (body.Length > 0);
    }

    /// <summary>Reads one whole frame.</summary>
    /// <exception cref="WebSocketException">The other side is gone.</exception>
    /// <exception cref="InvalidDataException">It is larger than any step of a program can be.</exception>
    /// <exception cref="ScriptEngineException">It is no frame.</exception>
    public async ValueTask<Frame> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_received.Capacity > KeptBytes)
        {
            _received = new(4096);
        }

        _received.ResetWrittenCount();
        while (true)
        {
            (char letter, bool last) = await ReceivePieceAsync(cancellationToken).ConfigureAwait(false);
            if (last)
            {
                return new Frame(letter, _received.WrittenMemory);
            }
        }
    }

    public void Dispose() => socket.Dispose();

    // Reads one message behind what is there already, without its letter.
    private async ValueTask<(char Letter, bool Last)> ReceivePieceAsync(CancellationToken cancellationToken)
    {
        char letter = '\0';
        while (true)
        {
            Memory<byte> room = _received.GetMemory(4096);
            ValueWebSocketReceiveResult result;
            try
            {
                result = await socket.ReceiveAsync(room, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsLoss(exception, cancellationToken))
            {
                throw Lost(exception);
            }

            if (result.MessageType != WebSocketMessageType.Text)
            {
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            }

            int count = result.Count;
            if (letter == '\0' && count > 0)
            {
                letter = (char)room.Span[0];
                room[1..count].CopyTo(room);
                count--;
            }

            _received.Advance(count);
            if (_received.WrittenCount > MostBytes)
            {
                throw new InvalidDataException("A step is larger than any program may make it.");
            }

            if (result.EndOfMessage)
            {
                return letter is >= 'A' and <= 'Z' ? (letter, true)
                    : letter is >= 'a' and <= 'z' ? (letter, false)
                    : throw new ScriptEngineException("The place where the program ran sent what is no frame: it is no harness of this version.");
            }
        }
    }

    // A socket that is aborted or disposed of under a waiting reader says so in as many ways as it has layers.
    private static bool IsLoss(Exception exception, CancellationToken cancellationToken) =>
        exception is IOException or ObjectDisposedException or InvalidOperationException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static WebSocketException Lost(Exception exception) => new(WebSocketError.ConnectionClosedPrematurely, exception);

    // Never cuts a character in two: each piece is a text of its own.
    private static int PieceOf(ReadOnlySpan<byte> body)
    {
        if (body.Length <= PieceBytes)
        {
            return body.Length;
        }

        int length = PieceBytes;
        while ((body[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return length;
    }
}

using System.Net;

namespace Router.Providers.Tests.WorkersAI;

/// <summary>An event stream that sends some bytes and then nothing, until it is cancelled.</summary>
internal sealed class EndlessContent : HttpContent
{
    private readonly Endless _stream;

    internal EndlessContent(byte[] first)
    {
        _stream = new Endless(first);
        Headers.ContentType = new("text/event-stream");
    }

    internal bool Closed => _stream.Closed;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(_stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class Endless(byte[] first) : MemoryStream(first, writable: false)
    {
        internal bool Closed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = Read(buffer.Span);
            if (read == 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return read;
        }

        protected override void Dispose(bool disposing)
        {
            Closed = true;
            base.Dispose(disposing);
        }
    }
}

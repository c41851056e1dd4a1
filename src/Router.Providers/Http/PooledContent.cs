using System.Net;
using System.Net.Http.Headers;

namespace Router.Providers.Http;

/// <summary>
/// A request body in a <see cref="PooledBuffer"/>, which it owns. The array goes back to the pool on disposal, unless the
/// transport is still writing it: a request that is answered early or cancelled can outlive its message.
/// </summary>
internal sealed class PooledContent : HttpContent
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly PooledBuffer _buffer;
    private readonly Lock _gate = new();
    private int _writers;
    private bool _disposed;

    internal PooledContent(PooledBuffer buffer, MediaTypeHeaderValue? mediaType = null)
    {
        _buffer = buffer;
        Headers.ContentType = mediaType ?? JsonType;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _writers++;
        }

        try
        {
            await stream.WriteAsync(_buffer.Memory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _writers--;
                if (_disposed && _writers == 0)
                {
                    _buffer.Dispose();
                }
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _buffer.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                if (!_disposed && _writers == 0)
                {
                    _buffer.Dispose();
                }

                _disposed = true;
            }
        }

        base.Dispose(disposing);
    }
}

namespace Router.Providers.Tests.Http;

/// <summary>Gives its bytes out a few at a time, and counts.</summary>
internal sealed class ChunkStream(byte[] bytes, int step) : MemoryStream(bytes, writable: false)
{
    internal int Reads { get; private set; }

    internal bool Disposed { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Reads++;
        return ValueTask.FromResult(Read(buffer.Span[..Math.Min(step, buffer.Length)]));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}

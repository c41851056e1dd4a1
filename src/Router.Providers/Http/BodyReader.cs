namespace Router.Providers.Http;

/// <summary>Reads a body into a buffer, up to a limit.</summary>
internal static class BodyReader
{
    private const int Step = 4096;

    /// <summary>
    /// Reads to the end of the stream, or to <paramref name="limit"/> bytes. True where the end was reached. A byte order mark is left out.
    /// </summary>
    internal static async ValueTask<bool> FillAsync(Stream stream, PooledBuffer body, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            // One byte beyond the limit tells an end from a cut.
            int room = limit - body.Length + 1;
            Memory<byte> free = body.GetMemory(Math.Min(room, Step));
            int read = await ReadAsync(stream, free.Length > room ? free[..room] : free, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                body.DropByteOrderMark();
                return true;
            }

            if (read == room)
            {
                body.Advance(read - 1);
                return false;
            }

            body.Advance(read);
        }
    }

    /// <summary>Reads once. A compressed body that is damaged surfaces as <see cref="IOException"/>, like every other that is cut.</summary>
    internal static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> free, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(free, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException damaged)
        {
            throw new IOException("A compressed answer is damaged.", damaged);
        }
    }
}

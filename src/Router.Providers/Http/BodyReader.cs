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
            int read = await stream.ReadAsync(free.Length > room ? free[..room] : free, cancellationToken).ConfigureAwait(false);
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
}

namespace Router.CodeMode.Workers.Local;

/// <summary>What a process writes to its standard error: read to its end, so that it never waits, and kept in small part.</summary>
internal sealed class ErrorOutput
{
    private const int KeptLength = 500;

    private static readonly string[] MemoryMarks = ["out of memory", "heap limit", "cannot allocate memory", "unable to allocate"];

    private string _tail = string.Empty;

    /// <summary>The beginning.</summary>
    public string Said { get; private set; } = string.Empty;

    /// <summary>Whether it said that there is no memory left.</summary>
    public bool OutOfMemory { get; private set; }

    public async Task ReadAsync(StreamReader reader)
    {
        char[] buffer = new char[1024];
        while (await reader.ReadAsync(buffer.AsMemory()).ConfigureAwait(false) is int count and > 0)
        {
            Add(new string(buffer, 0, count));
        }
    }

    // A mark may be cut in two between one piece and the next.
    private void Add(string piece)
    {
        Said = Said.Length < KeptLength ? (Said + piece)[..Math.Min(KeptLength, Said.Length + piece.Length)] : Said;
        _tail += piece;
        OutOfMemory |= MemoryMarks.Any(mark => _tail.Contains(mark, StringComparison.OrdinalIgnoreCase));
        _tail = _tail[Math.Max(0, _tail.Length - 32)..];
    }
}

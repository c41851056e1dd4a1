using System.Text;

namespace Router.CodeMode.Execution;

/// <summary>What a program has logged, within its limit. Written by the loop alone.</summary>
internal sealed class RunLogs(int limit)
{
    private static readonly string[] Levels = ["debug", "log", "info", "warn", "error"];
    private readonly List<CodeLog> _entries = [];
    private long _bytes;
    private bool _full;

    internal IReadOnlyList<CodeLog> Entries => _entries;

    internal int Dropped { get; private set; }

    internal void Restore(IReadOnlyList<CodeLog> entries, int dropped)
    {
        _entries.AddRange(entries);
        _bytes = entries.Sum(entry => (long)Math.Max(1, Encoding.UTF8.GetByteCount(entry.Text)));
        Dropped = dropped;
        _full = dropped > 0;
    }

    internal void Drop(int count)
    {
        Dropped = (int)Math.Min(int.MaxValue, Dropped + (long)Math.Max(0, count));
        // Behind a gap nothing follows: a reader would take it for what came next.
        _full |= count > 0;
    }

    /// <summary>Takes an entry, or as much of it as there is room for.</summary>
    /// <returns>What was taken; null where nothing was.</returns>
    internal CodeLog? Add(string level, string text)
    {
        long room = _full ? 0 : limit - _bytes;
        int bytes = Encoding.UTF8.GetByteCount(text);
        string kept = bytes <= room ? text : Cut(text, (int)room);
        if (kept.Length < text.Length)
        {
            Drop(1);
        }

        if (room <= 0 || (kept.Length == 0 && text.Length > 0))
        {
            // An empty text costs nothing, but a flood of them must end as well.
            Drop(text.Length == 0 ? 1 : 0);
            return null;
        }

        // An entry is a thing of its own, even without a text.
        _bytes += Math.Max(1, Encoding.UTF8.GetByteCount(kept));
        CodeLog entry = new(Levels.Contains(level) ? level : "log", kept);
        _entries.Add(entry);
        return entry;
    }

    private static string Cut(string text, int room)
    {
        int length = 0;
        int bytes = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > room)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}

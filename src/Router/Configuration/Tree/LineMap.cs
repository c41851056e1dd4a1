using System.Text;

namespace Router.Configuration.Tree;

/// <summary>
/// Turns a byte offset of a UTF-8 text into a line and a column of characters. It goes on from where it was asked last, since a
/// file may be one long line. Not thread-safe.
/// </summary>
internal sealed class LineMap
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly List<int> _starts = [0];
    private int _lastOffset;
    private int _lastColumn;

    internal LineMap(ReadOnlyMemory<byte> utf8)
    {
        _utf8 = utf8;
        ReadOnlySpan<byte> span = utf8.Span;
        for (int index = 0; index < span.Length; index++)
        {
            if (span[index] == (byte)'\n')
            {
                _starts.Add(index + 1);
            }
        }
    }

    internal ConfigPosition Position(long offset)
    {
        int at = (int)Math.Clamp(offset, 0, _utf8.Length);
        int found = _starts.BinarySearch(at);
        int line = found >= 0 ? found : ~found - 1;
        bool onward = _lastOffset >= _starts[line] && _lastOffset <= at;
        int from = onward ? _lastOffset : _starts[line];
        int column = (onward ? _lastColumn : 0) + Encoding.UTF8.GetCharCount(_utf8.Span[from..at]);
        (_lastOffset, _lastColumn) = (at, column);
        return new ConfigPosition(line + 1, column + 1);
    }

    internal ConfigPosition Position(long line, long byteInLine) =>
        Position(_starts[(int)Math.Clamp(line, 0, _starts.Count - 1)] + byteInLine);
}

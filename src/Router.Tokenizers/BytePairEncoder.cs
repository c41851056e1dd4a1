using System.Buffers;
using System.Text.Unicode;

namespace Router.Tokenizers;

/// <summary>
/// Merges the bytes of one piece after the other, the pair of the lowest rank first and the leftmost of equals. One text at a time; its
/// buffers grow with the longest piece.
/// </summary>
/// <param name="vocabulary">The ranks.</param>
/// <param name="ids">Takes the ids. Null: they are only counted.</param>
internal sealed class BytePairEncoder(Vocabulary vocabulary, List<int>? ids) : IDisposable
{
    private const int ShortPiece = 96;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(3 * ShortPiece);
    private LongPieceMerger? _long;

    /// <summary>Encodes a piece.</summary>
    /// <returns>The number of its tokens.</returns>
    internal int Encode(ReadOnlySpan<char> piece)
    {
        long most = (long)piece.Length * 3;
        if (most > _bytes.Length)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _bytes = ArrayPool<byte>.Shared.Rent(checked((int)most));
        }

        Utf8.FromUtf16(piece, _bytes, out _, out int length, replaceInvalidSequences: true);
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, length);
        int rank = vocabulary.RankOf(bytes);
        if (rank != int.MaxValue)
        {
            ids?.Add(rank);
            return 1;
        }

        return length <= ShortPiece ? MergeShort(bytes) : (_long ??= new LongPieceMerger(vocabulary)).Merge(bytes, ids);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _long?.Dispose();
    }

    /// <summary>Looks for the lowest rank from the start each time: for a short piece, nothing is faster.</summary>
    private int MergeShort(ReadOnlySpan<byte> bytes)
    {
        // starts[i] is where part i starts, ranks[i] the rank of parts i and i + 1 together.
        Span<int> starts = stackalloc int[ShortPiece + 1];
        Span<int> ranks = stackalloc int[ShortPiece + 1];
        int parts = bytes.Length;
        for (int i = 0; i <= parts; i++)
        {
            starts[i] = i;
            ranks[i] = i + 1 < parts ? vocabulary.RankOf(bytes.Slice(i, 2)) : int.MaxValue;
        }

        while (true)
        {
            int lowest = int.MaxValue;
            int at = -1;
            for (int i = 0; i + 1 < parts; i++)
            {
                if (ranks[i] < lowest)
                {
                    lowest = ranks[i];
                    at = i;
                }
            }

            if (at < 0)
            {
                break;
            }

            starts[(at + 2)..(parts + 1)].CopyTo(starts[(at + 1)..]);
            ranks[(at + 2)..(parts + 1)].CopyTo(ranks[(at + 1)..]);
            parts--;
            ranks[at] = RankOfPair(bytes, starts, at, parts);
            if (at > 0)
            {
                ranks[at - 1] = RankOfPair(bytes, starts, at - 1, parts);
            }
        }

        for (int i = 0; ids is not null && i < parts; i++)
        {
            ids.Add(vocabulary.RankOf(bytes[starts[i]..starts[i + 1]]));
        }

        return parts;
    }

    private int RankOfPair(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, int part, int parts) =>
        part + 1 < parts ? vocabulary.RankOf(bytes[starts[part]..starts[part + 2]]) : int.MaxValue;
}

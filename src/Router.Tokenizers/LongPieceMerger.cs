using System.Buffers;

namespace Router.Tokenizers;

/// <summary>Merges pieces of any length in n·log n: the parts are a linked list, the pairs a heap.</summary>
internal sealed class LongPieceMerger(Vocabulary vocabulary) : IDisposable
{
    private int[] _ends = [];
    private int[] _previous = [];
    private int[] _ranks = [];
    private long[] _heap = [];
    private int _heapCount;

    /// <summary>Merges a piece.</summary>
    /// <returns>The number of its tokens.</returns>
    internal int Merge(ReadOnlySpan<byte> bytes, List<int>? ids)
    {
        Reserve(bytes.Length);

        // A part is known by where it starts; _ends[start] is where it ends and the next one starts.
        for (int start = 0; start < bytes.Length; start++)
        {
            _ends[start] = start + 1;
            _previous[start] = start - 1;
        }

        for (int start = 0; start < bytes.Length; start++)
        {
            Rank(bytes, start);
        }

        int parts = bytes.Length;
        while (_heapCount > 0)
        {
            long entry = Pop();
            int start = (int)(entry & int.MaxValue);
            if (_ranks[start] != (int)(entry >> 32))
            {
                // The pair has changed since.
                continue;
            }

            int absorbed = _ends[start];
            int end = _ends[absorbed];
            _ends[start] = end;
            _ranks[absorbed] = int.MaxValue;
            if (end < bytes.Length)
            {
                _previous[end] = start;
            }

            parts--;
            Rank(bytes, start);
            if (_previous[start] >= 0)
            {
                Rank(bytes, _previous[start]);
            }
        }

        for (int start = 0; ids is not null && start < bytes.Length; start = _ends[start])
        {
            ids.Add(vocabulary.RankOf(bytes[start.._ends[start]]));
        }

        return parts;
    }

    public void Dispose()
    {
        Return();
        _ends = _previous = _ranks = [];
        _heap = [];
    }

    /// <summary>Ranks a part together with the next one.</summary>
    private void Rank(ReadOnlySpan<byte> bytes, int start)
    {
        int middle = _ends[start];
        int rank = middle < bytes.Length ? vocabulary.RankOf(bytes[start.._ends[middle]]) : int.MaxValue;
        _ranks[start] = rank;
        if (rank != int.MaxValue)
        {
            Push(((long)rank << 32) | (uint)start);
        }
    }

    private void Push(long entry)
    {
        if (_heapCount == _heap.Length)
        {
            long[] larger = ArrayPool<long>.Shared.Rent(_heap.Length * 2);
            _heap.AsSpan(0, _heapCount).CopyTo(larger);
            ArrayPool<long>.Shared.Return(_heap);
            _heap = larger;
        }

        int hole = _heapCount++;
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (_heap[parent] <= entry)
            {
                break;
            }

            _heap[hole] = _heap[parent];
            hole = parent;
        }

        _heap[hole] = entry;
    }

    private long Pop()
    {
        long top = _heap[0];
        long last = _heap[--_heapCount];
        int hole = 0;
        while (true)
        {
            int child = (2 * hole) + 1;
            if (child >= _heapCount)
            {
                break;
            }

            if (child + 1 < _heapCount && _heap[child + 1] < _heap[child])
            {
                child++;
            }

            if (_heap[child] >= last)
            {
                break;
            }

            _heap[hole] = _heap[child];
            hole = child;
        }

        _heap[hole] = last;
        return top;
    }

    private void Reserve(int length)
    {
        _heapCount = 0;
        if (_ends.Length >= length)
        {
            return;
        }

        Return();
        _ends = ArrayPool<int>.Shared.Rent(length);
        _previous = ArrayPool<int>.Shared.Rent(length);
        _ranks = ArrayPool<int>.Shared.Rent(length);
        _heap = ArrayPool<long>.Shared.Rent(length + 1);
    }

    private void Return()
    {
        if (_ends.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_ends);
            ArrayPool<int>.Shared.Return(_previous);
            ArrayPool<int>.Shared.Return(_ranks);
            ArrayPool<long>.Shared.Return(_heap);
        }
    }
}

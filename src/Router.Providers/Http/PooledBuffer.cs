using System.Buffers;

namespace Router.Providers.Http;

/// <summary>Bytes in a rented array: written to, read, given back by <see cref="Dispose"/>. Not thread-safe.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _array;

    internal PooledBuffer(int capacity = 1024) => _array = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How many bytes are written.</summary>
    internal int Length { get; private set; }

    /// <summary>The written bytes; valid until the next write or <see cref="Dispose"/>.</summary>
    internal ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>The written bytes; valid until the next write or <see cref="Dispose"/>.</summary>
    internal ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - Length), nameof(count));
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <summary>Takes a UTF-8 byte order mark off the beginning.</summary>
    internal void DropByteOrderMark()
    {
        if (Span is [0xEF, 0xBB, 0xBF, .. var rest])
        {
            rest.CopyTo(_array);
            Length -= 3;
        }
    }

    public void Dispose()
    {
        byte[] array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Ensure(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_array.Length - Length >= needed)
        {
            return;
        }

        byte[] grown = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + needed), _array.Length * 2));
        Span.CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_array);
        _array = grown;
    }
}

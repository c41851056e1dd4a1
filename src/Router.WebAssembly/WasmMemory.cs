using System.Runtime.InteropServices;

namespace Router.WebAssembly;

/// <summary>
/// The linear memory of one instance: reserved once, so that it never moves; what was never written costs no physical
/// memory. Not for several threads at once. After <see cref="WasmModule.Dispose()"/> spans taken before must not be touched.
/// </summary>
public sealed unsafe class WasmMemory
{
    /// <summary>Bytes in a page of WebAssembly: 65,536.</summary>
    public const int PageSize = 64 * 1024;

    /// <summary>Bytes in a block, the unit in which memory is saved and restored: 4,096.</summary>
    public const int BlockSize = 4 * 1024;

    // A masked access reaches at most: mask + an offset below 64 KiB + the widest value.
    private const int Slack = PageSize + 16;

    // What an instance really touches; the reservation behind it is address space only.
    private const int TypicalFootprint = 512 * 1024;

    private byte* _address;

    internal WasmMemory(int initialPages, int maximumPages, int addressBits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialPages);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPages, initialPages);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)maximumPages * PageSize, Math.Min(1L << addressBits, int.MaxValue), nameof(maximumPages));
        Pages = initialPages;
        MaximumPages = maximumPages;
        _address = (byte*)NativeMemory.AllocZeroed((nuint)((1L << addressBits) + Slack));
        GC.AddMemoryPressure(TypicalFootprint);
    }

    /// <summary>Frees the memory where nobody disposed of the instance.</summary>
    ~WasmMemory() => Free();

    /// <summary>The current size in pages of 64 KiB.</summary>
    public int Pages { get; private set; }

    /// <summary>The size in pages that <c>memory.grow</c> cannot pass.</summary>
    public int MaximumPages { get; }

    /// <summary>The memory's current bytes. Taken anew after code has run, as the code may have grown the memory.</summary>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_address is null, this);
            return new Span<byte>(_address, checked(Pages * PageSize));
        }
    }

    internal nint Address => (nint)_address;

    /// <summary>Takes a copy of every block of 4 KiB that is not all zero.</summary>
    public WasmMemoryImage Capture()
    {
        var span = Span;
        var indexes = new List<int>();
        for (var at = 0; at < span.Length; at += BlockSize)
        {
            if (span.Slice(at, BlockSize).ContainsAnyExcept((byte)0))
            {
                indexes.Add(at / BlockSize);
            }
        }

        var bytes = new byte[indexes.Count * BlockSize];
        for (var i = 0; i < indexes.Count; i++)
        {
            span.Slice(indexes[i] * BlockSize, BlockSize).CopyTo(bytes.AsSpan(i * BlockSize));
        }

        return new WasmMemoryImage(Pages, indexes.ToArray(), bytes);
    }

    /// <summary>Makes the memory what it was when <paramref name="image"/> was taken; untouched blocks stay untouched.</summary>
    /// <exception cref="ArgumentException">The image is larger than <see cref="MaximumPages"/>.</exception>
    public void Restore(WasmMemoryImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Pages > MaximumPages)
        {
            throw new ArgumentException(
                $"The image has {image.Pages} pages, this memory may have {MaximumPages}: create the instance with more.", nameof(image));
        }

        Pages = Math.Max(Pages, image.Pages);
        var span = Span;
        var next = 0;
        for (var block = 0; block < span.Length / BlockSize; block++)
        {
            var target = span.Slice(block * BlockSize, BlockSize);
            if (next < image.Blocks.Length && image.Blocks.Span[next] == block)
            {
                image.Bytes.Span.Slice(next++ * BlockSize, BlockSize).CopyTo(target);
            }
            else if (target.ContainsAnyExcept((byte)0))
            {
                target.Clear();
            }
        }

        Pages = image.Pages;
    }

    /// <summary>
    /// Makes the memory of an instance that has not run yet what it was when <paramref name="image"/> was taken. Blocks that the image does
    /// not hold are not even looked at: they stay what the instance began with.
    /// </summary>
    /// <exception cref="ArgumentException">The image is larger than <see cref="MaximumPages"/>.</exception>
    public void RestoreFresh(WasmMemoryImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Pages > MaximumPages)
        {
            throw new ArgumentException(
                $"The image has {image.Pages} pages, this memory may have {MaximumPages}: create the instance with more.", nameof(image));
        }

        Pages = image.Pages;
        var span = Span;
        for (var i = 0; i < image.Blocks.Length; i++)
        {
            image.Bytes.Span.Slice(i * BlockSize, BlockSize).CopyTo(span[(image.Blocks.Span[i] * BlockSize)..]);
        }
    }

    /// <summary>Grows the memory to hold at least <paramref name="bytes"/>, as an import may have to; false where that is more than it may have.</summary>
    public bool TryGrowTo(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var pages = (bytes + PageSize - 1) / PageSize;
        return pages <= Pages || (pages <= MaximumPages && Grow((int)pages - Pages) >= 0);
    }

    internal int Grow(int delta)
    {
        var before = Pages;
        if ((uint)delta > (uint)(MaximumPages - before))
        {
            return -1;
        }

        Pages = before + delta;
        return before;
    }

    internal void Release()
    {
        Free();
#pragma warning disable CA1816 // The instance disposes of its memory; a public Dispose here could pull it from under running code.
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
    }

    private void Free()
    {
        if (_address is not null)
        {
            NativeMemory.Free(_address);
            _address = null;
            GC.RemoveMemoryPressure(TypicalFootprint);
        }
    }
}

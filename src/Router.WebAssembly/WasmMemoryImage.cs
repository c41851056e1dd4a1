namespace Router.WebAssembly;

/// <summary>A memory's contents at one moment: its size and every block of 4 KiB that was not all zero. Immutable.</summary>
public sealed class WasmMemoryImage
{
    /// <summary>Creates an image from parts that were stored.</summary>
    /// <param name="pages">The memory's size in pages of 64 KiB.</param>
    /// <param name="blocks">The numbers of the blocks, ascending.</param>
    /// <param name="bytes">The blocks' bytes, one after the other.</param>
    /// <exception cref="ArgumentException">The parts do not belong together.</exception>
    public WasmMemoryImage(int pages, ReadOnlyMemory<int> blocks, ReadOnlyMemory<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pages);
        if (bytes.Length != (long)blocks.Length * WasmMemory.BlockSize)
        {
            throw new ArgumentException($"{blocks.Length} blocks are not {bytes.Length} bytes.", nameof(bytes));
        }

        long last = -1;
        foreach (var block in blocks.Span)
        {
            if (block <= last || block >= (long)pages * (WasmMemory.PageSize / WasmMemory.BlockSize))
            {
                throw new ArgumentException($"Block {block} lies outside {pages} pages, or is out of order.", nameof(blocks));
            }

            last = block;
        }

        Pages = pages;
        Blocks = blocks;
        Bytes = bytes;
    }

    /// <summary>The memory's size in pages of 64 KiB.</summary>
    public int Pages { get; }

    /// <summary>The numbers of the blocks held, ascending.</summary>
    public ReadOnlyMemory<int> Blocks { get; }

    /// <summary>The blocks' bytes, 4,096 each, in the order of <see cref="Blocks"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }
}

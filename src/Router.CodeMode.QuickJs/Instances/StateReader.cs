using System.Buffers.Binary;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>Reads bytes that may be anything. Wherever they do not fit it throws <see cref="InvalidDataException"/>.</summary>
internal struct StateReader(ReadOnlyMemory<byte> source)
{
    private ReadOnlyMemory<byte> _rest = source;

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)).Span);

    /// <summary>A number of things of which each takes a byte at least, so that it cannot be larger than what is left makes plausible.</summary>
    public int ReadCount(int most)
    {
        int count = ReadInt32();
        return count >= 0 && count <= most ? count : throw new InvalidDataException($"The state is damaged: {count} of something that is 0 to {most}.");
    }

    public ReadOnlyMemory<byte> ReadBytes(int count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("The state is damaged: it ends too early.");
        }

        ReadOnlyMemory<byte> bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new InvalidDataException("The state is damaged: more bytes than it says.");
        }
    }
}

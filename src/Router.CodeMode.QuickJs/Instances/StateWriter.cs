using System.Buffers.Binary;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>Writes into bytes that are as many as needed.</summary>
internal ref struct StateWriter(Span<byte> target)
{
    private Span<byte> _rest = target;

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_rest, value);
        _rest = _rest[sizeof(int)..];
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_rest);
        _rest = _rest[bytes.Length..];
    }
}

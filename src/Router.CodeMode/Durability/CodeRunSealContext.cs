using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Router.CodeMode.Durability;

/// <summary>What a sealed piece is bound to beside its content: its head, and where it belongs.</summary>
internal static class CodeRunSealContext
{
    internal static byte[] Of(ReadOnlySpan<byte> head, string runId, CodeRunPart part, int index)
    {
        // Head and run id are of any length: each says its own, so that no two contexts are written alike.
        int idLength = Encoding.UTF8.GetByteCount(runId);
        byte[] context = new byte[head.Length + idLength + 10];
        head.CopyTo(context);
        Span<byte> rest = context.AsSpan(head.Length);
        rest[0] = (byte)head.Length;
        rest[1] = (byte)part;
        BinaryPrimitives.WriteInt32LittleEndian(rest[2..], index);
        BinaryPrimitives.WriteInt32LittleEndian(rest[6..], idLength);
        Encoding.UTF8.GetBytes(runId, rest[10..]);
        return context;
    }

    internal static void Checksum(ReadOnlySpan<byte> context, ReadOnlySpan<byte> content, Span<byte> sum)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(context);
        hash.AppendData(content);
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..sum.Length].CopyTo(sum);
    }

    internal static string Name(CodeRunPart part) => part switch
    {
        CodeRunPart.Header => "header",
        CodeRunPart.Entry => "entry",
        CodeRunPart.Checkpoint => "checkpoint",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "A part is a header, an entry or a checkpoint."),
    };
}

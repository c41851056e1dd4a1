using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Router.CodeMode.Durability;

/// <summary>
/// What stands before the content: "RCRS", version, flags, the lengths of the plain piece and of the content; if encrypted the key's id
/// after its length, its check value and the nonce. The tag (checksum or GCM's) stands after the content. Numbers are little-endian.
/// </summary>
/// <param name="Start">Where the content starts.</param>
/// <param name="Compressed">Whether it is compressed.</param>
/// <param name="PlainLength">The length of the plain piece, within bounds.</param>
/// <param name="BodyLength">The length of the content, which is there in full.</param>
/// <param name="KeyId">The key; null where it is not encrypted.</param>
internal readonly record struct CodeRunSealHeader(int Start, bool Compressed, int PlainLength, int BodyLength, string? KeyId)
{
    internal const int TagBytes = 16;
    internal const int NonceBytes = 12;

    private const int FixedBytes = 14;
    private const byte Version = 1;
    private const byte CompressedFlag = 1;
    private const byte EncryptedFlag = 2;
    private const string Cut = "is cut short.";

    private static ReadOnlySpan<byte> Magic => "RCRS"u8;

    internal static int Length(string? keyId) =>
        keyId is null ? FixedBytes : FixedBytes + 1 + keyId.Length + CodeRunProtection.CodeRunKey.CheckBytes + NonceBytes;

    internal static void Write(Span<byte> head, bool compressed, int plainLength, int bodyLength, CodeRunProtection.CodeRunKey? key)
    {
        Magic.CopyTo(head);
        head[4] = Version;
        head[5] = (byte)((compressed ? CompressedFlag : 0) | (key is null ? 0 : EncryptedFlag));
        BinaryPrimitives.WriteInt32LittleEndian(head[6..], plainLength);
        BinaryPrimitives.WriteInt32LittleEndian(head[10..], bodyLength);
        if (key is not null)
        {
            head = head[FixedBytes..];
            head[0] = (byte)key.Id.Length;
            Encoding.ASCII.GetBytes(key.Id, head[1..]);
            head = head[(1 + key.Id.Length)..];
            key.CheckValue.CopyTo(head);
            RandomNumberGenerator.Fill(head.Slice(key.CheckValue.Length, NonceBytes));
        }
    }

    /// <summary>Reads it, and sees that all it announces is there: nothing is made larger on its word than what was given.</summary>
    internal static CodeRunSealHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic[..Math.Min(bytes.Length, Magic.Length)]))
        {
            throw new CodeRunSealException("is nothing that was sealed.");
        }

        if (bytes.Length < FixedBytes + TagBytes)
        {
            throw new CodeRunSealException(Cut);
        }

        if (bytes[4] != Version)
        {
            throw new CodeRunSealException($"is of version {bytes[4]}; this version of Router opens {Version}.");
        }

        byte flags = bytes[5];
        if ((flags & ~(CompressedFlag | EncryptedFlag)) != 0)
        {
            throw new CodeRunSealException("has flags that this version of Router does not know.");
        }

        int plain = BinaryPrimitives.ReadInt32LittleEndian(bytes[6..]);
        int body = BinaryPrimitives.ReadInt32LittleEndian(bytes[10..]);
        bool compressed = (flags & CompressedFlag) != 0;
        if (plain is < 0 or > CodeRunSeal.LargestBytes || body < 0 || (compressed ? body >= plain : body != plain))
        {
            throw new CodeRunSealException($"states lengths that cannot be; at most {CodeRunSeal.LargestBytes} bytes are sealed in one piece.");
        }

        string? keyId = (flags & EncryptedFlag) == 0 ? null : ReadKeyId(bytes[FixedBytes..]);
        int start = Length(keyId);
        long length = (long)start + body + TagBytes;
        return bytes.Length == length ? new CodeRunSealHeader(start, compressed, plain, body, keyId)
            : throw new CodeRunSealException(bytes.Length < length ? Cut : "is longer than it says.");
    }

    private static string ReadKeyId(ReadOnlySpan<byte> bytes)
    {
        int length = bytes[0];
        if (length is 0 or > CodeRunProtection.LongestKeyId)
        {
            throw new CodeRunSealException("names no key that could be.");
        }

        ReadOnlySpan<byte> id = length < bytes.Length ? bytes.Slice(1, length) : throw new CodeRunSealException(Cut);
        foreach (byte letter in id)
        {
            // The id goes into messages.
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'_' or (byte)'-' or (byte)':'))
            {
                throw new CodeRunSealException("names no key that could be.");
            }
        }

        return Encoding.ASCII.GetString(id);
    }
}

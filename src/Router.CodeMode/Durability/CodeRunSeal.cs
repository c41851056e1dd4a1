using System.Security.Cryptography;

namespace Router.CodeMode.Durability;

/// <summary>
/// What stores keep of a run: compressed where that pays, with a version and a checksum or, if asked, encrypted. Each piece belongs to
/// its run, part and place, and is opened as nothing else. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// Without protection the checksum finds damage, and nobody who means harm: whoever can write to the store can forge. With protection it is
/// AES-256-GCM under a key of the run's own; what a piece's length tells is not hidden, and an older piece of the same run, part and place can be
/// put back in the place of a newer one.
/// </remarks>
/// <param name="protection">The keys. Default: none, and nothing is encrypted.</param>
public sealed class CodeRunSeal(CodeRunProtection? protection = null)
{
    /// <summary>The most that is sealed in one piece: 256 MB.</summary>
    public const int LargestBytes = 256 << 20;

    /// <summary>Seals one piece of a run.</summary>
    /// <param name="plain">The piece.</param>
    /// <param name="runId">The run.</param>
    /// <param name="part">What of it.</param>
    /// <param name="index">Of entries: the place in their order.</param>
    /// <exception cref="ArgumentException">The piece is larger than <see cref="LargestBytes"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">The piece is to be encrypted, and this machine has no AES-GCM.</exception>
    public ReadOnlyMemory<byte> Seal(ReadOnlySpan<byte> plain, string runId, CodeRunPart part, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(runId);
        if (plain.Length > LargestBytes)
        {
            throw new ArgumentException(
                $"The {CodeRunSealContext.Name(part)} of run '{runId}' has {plain.Length} bytes; at most {LargestBytes} are sealed in one piece.",
                nameof(plain));
        }

        CodeRunProtection.CodeRunKey? key = protection?.Writing;
        int start = CodeRunSealHeader.Length(key?.Id);
        byte[] sealedBytes = new byte[start + plain.Length + CodeRunSealHeader.TagBytes];
        int body = CodeRunSealCompression.TryCompress(plain, sealedBytes.AsSpan(start, plain.Length));
        bool compressed = body >= 0;
        if (!compressed)
        {
            plain.CopyTo(sealedBytes.AsSpan(start));
            body = plain.Length;
        }

        CodeRunSealHeader.Write(sealedBytes, compressed, plain.Length, body, key);
        byte[] context = CodeRunSealContext.Of(sealedBytes.AsSpan(0, start), runId, part, index);
        Span<byte> content = sealedBytes.AsSpan(start, body);
        Span<byte> tag = sealedBytes.AsSpan(start + body, CodeRunSealHeader.TagBytes);
        if (key is null)
        {
            CodeRunSealContext.Checksum(context, content, tag);
        }
        else
        {
            using AesGcm cipher = Cipher(key, runId);
            cipher.Encrypt(sealedBytes.AsSpan(start - CodeRunSealHeader.NonceBytes, CodeRunSealHeader.NonceBytes), content, content, tag, context);
        }

        return sealedBytes.AsMemory(0, start + body + CodeRunSealHeader.TagBytes);
    }

    /// <summary>Opens what was sealed as the same piece of the same run.</summary>
    /// <param name="sealedBytes">What was sealed.</param>
    /// <param name="runId">The run.</param>
    /// <param name="part">What of it.</param>
    /// <param name="index">Of entries: the place in their order.</param>
    /// <exception cref="InvalidDataException">
    /// It is damaged, cut, made by a later version, of another run, part or place, or sealed with a key that is not here; the message says
    /// which, and nothing of the content.
    /// </exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string runId, CodeRunPart part, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(runId);
        try
        {
            CodeRunSealHeader header = CodeRunSealHeader.Read(sealedBytes);
            byte[] context = CodeRunSealContext.Of(sealedBytes[..header.Start], runId, part, index);
            ReadOnlySpan<byte> content = sealedBytes.Slice(header.Start, header.BodyLength);
            ReadOnlySpan<byte> tag = sealedBytes[^CodeRunSealHeader.TagBytes..];
            if (header.KeyId is null)
            {
                CheckPlain(context, content, tag);
                return Inflate(header, content);
            }

            byte[] decrypted = new byte[content.Length];
            Decrypt(header, sealedBytes[..header.Start], runId, context, content, tag, decrypted);
            return header.Compressed ? Inflate(header, decrypted) : decrypted;
        }
        catch (CodeRunSealException exception)
        {
            throw new InvalidDataException(
                $"The sealed {CodeRunSealContext.Name(part)}{(part == CodeRunPart.Entry ? $" {index}" : "")} of run '{runId}' {exception.Message}");
        }
    }

    private void CheckPlain(byte[] context, ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag)
    {
        if (protection is { ReadsUnencrypted: false })
        {
            throw new CodeRunSealException(
                "is not encrypted, and only encrypted ones are opened here; set ReadsUnencrypted while encryption is being introduced.");
        }

        Span<byte> sum = stackalloc byte[CodeRunSealHeader.TagBytes];
        CodeRunSealContext.Checksum(context, content, sum);
        if (!sum.SequenceEqual(tag))
        {
            throw new CodeRunSealException("does not match its checksum: it is damaged, or belongs to another run, part or place.");
        }
    }

    private void Decrypt(
        CodeRunSealHeader header, ReadOnlySpan<byte> head, string runId, byte[] context, ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag,
        byte[] decrypted)
    {
        if (protection is null)
        {
            throw new CodeRunSealException($"is encrypted with the key '{header.KeyId}', and no key was given here.");
        }

        CodeRunProtection.CodeRunKey key = protection.Find(header.KeyId!) ?? throw new CodeRunSealException(
            $"is encrypted with the key '{header.KeyId}', which is not among those given here; add it for reading.");
        ReadOnlySpan<byte> nonce = head[^CodeRunSealHeader.NonceBytes..];
        if (!head[..^CodeRunSealHeader.NonceBytes].EndsWith(key.CheckValue))
        {
            throw new CodeRunSealException($"was encrypted with another key than the one given here as '{key.Id}'.");
        }

        using AesGcm cipher = Cipher(key, runId);
        try
        {
            cipher.Decrypt(nonce, content, tag, decrypted, context);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new CodeRunSealException("cannot be decrypted: it is damaged, or belongs to another run, part or place.");
        }
    }

    private static byte[] Inflate(CodeRunSealHeader header, ReadOnlySpan<byte> content) =>
        header.Compressed ? CodeRunSealCompression.Decompress(content, header.PlainLength) : content.ToArray();

    private static AesGcm Cipher(CodeRunProtection.CodeRunKey key, string runId)
    {
        Span<byte> derived = stackalloc byte[CodeRunProtection.KeyBytes];
        key.Derive(runId, derived);
        AesGcm cipher = new(derived, CodeRunSealHeader.TagBytes);
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using Router.Canonical;

namespace Router.Caching;

/// <summary>
/// The name under which an answer is kept: SHA-256 over who answers, for whom, and the request, each with its length before it, so
/// that nothing can move from one to the next. Holds no content.
/// </summary>
internal static class CacheKey
{
    private static readonly byte[] Form = "router answer 1"u8.ToArray();

    /// <summary>The key; null where the request cannot be told from others, or its answer hangs on what the request does not hold.</summary>
    internal static string? Of(CacheIdentity identity, string? tenant, IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool tools)
    {
        if (!CacheableRequest.Allows(messages, options, tools))
        {
            return null;
        }

        byte[] request;
        try
        {
            request = CanonicalRequest.Of(messages, options);
        }
        catch (Exception exception) when (CanonicalJson.IsRefusal(exception))
        {
            return null;
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Form);
        Append(hash, identity.Provider);
        Append(hash, identity.Model);
        Append(hash, identity.Version);
        Append(hash, tenant);
        Append(hash, request);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        // Absent is not empty.
        Append(hash, text is null ? [0] : [1, .. Encoding.UTF8.GetBytes(text)]);
    }

    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

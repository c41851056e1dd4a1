using System.Security.Cryptography;
using System.Text;

namespace Router.Emulators.Text;

/// <summary>Hashes that are the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    public static uint Of(string text)
    {
        uint hash = 2166136261;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 16777619;
        }

        // FNV leaves little change in the low bits of short texts; one more mix spreads it.
        hash ^= hash >> 16;
        hash *= 0x7feb352d;
        return hash ^ (hash >> 15);
    }

    public static string Hex(string text, int length) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];

    /// <summary>Letters and digits, as the services' own identifiers have them.</summary>
    public static string Id(string text, int length)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        byte[] hash = SHA512.HashData(Encoding.UTF8.GetBytes(text));
        return string.Create(length, hash, static (span, bytes) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = Alphabet[bytes[i % bytes.Length] % Alphabet.Length];
            }
        });
    }

    public static string Uuid(string text)
    {
        string hex = Hex(text, 32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}

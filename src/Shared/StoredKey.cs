using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Router.Shared;

/// <summary>
/// Names as a database keeps them. Callers choose the names of tenants and sessions: what is too long for an index, or no text for
/// a database, is kept by its digest.
/// </summary>
internal static class StoredKey
{
    private const int Longest = 200;

    internal static string Of(string name) => IsPlain(name) ? name : Digest(name);

    private static bool IsPlain(string name)
    {
        if (name.Length > Longest)
        {
            return false;
        }

        for (int index = 0; index < name.Length; index++)
        {
            if (name[index] == '\0' || (char.IsSurrogate(name[index]) && !char.IsSurrogatePair(name, index++)))
            {
                return false;
            }
        }

        return true;
    }

    // Over UTF-16, where two names that are no valid text still differ.
    private static string Digest(string name) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(name.AsSpan())));
}

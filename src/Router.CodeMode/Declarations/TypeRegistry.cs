using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <summary>The definitions that references have named so far, shared by the functions of a source. Used under its gate.</summary>
internal sealed class TypeRegistry
{
    private const int MostDefinitions = 20_000;
    private const int Hashed = 65_536;

    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Dictionary<string, JsonElement>> _indexes = new(StringComparer.Ordinal);

    internal Lock Gate { get; } = new();

    internal bool IsFull => _types.Count >= MostDefinitions || _indexes.Count >= MostDefinitions;

    /// <summary>The type of a key; made if it is new. Null: there are too many.</summary>
    internal NamedType? Get(string key, Func<NamedType> make)
    {
        if (_types.TryGetValue(key, out NamedType? known))
        {
            return known;
        }

        if (IsFull)
        {
            return null;
        }

        NamedType named = make();
        _types.Add(key, named);
        return named;
    }

    /// <summary>The members of an object that references point into, by its key; empty while it is new.</summary>
    internal Dictionary<string, JsonElement> Index(string key)
    {
        if (!_indexes.TryGetValue(key, out Dictionary<string, JsonElement>? index))
        {
            index = new(StringComparer.Ordinal);
            if (!IsFull)
            {
                _indexes.Add(key, index);
            }
        }

        return index;
    }

    /// <summary>What tells the definitions of a root from those of another.</summary>
    internal static string ScopeOf(string source, JsonElement root)
    {
        // Whole documents are hashed at both ends alone: of one source, one length and equal ends, two are the same document.
        ReadOnlySpan<byte> raw = root.ValueKind == JsonValueKind.Undefined ? [] : JsonMarshal.GetRawUtf8Value(root);
        Span<byte> hash = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(raw[..Math.Min(raw.Length, Hashed)], hash);
        SHA256.HashData(raw[Math.Max(0, raw.Length - Hashed)..], hash[SHA256.HashSizeInBytes..]);
        return $"{source}\n{raw.Length}\n{Convert.ToHexString(hash[..16])}{Convert.ToHexString(hash.Slice(SHA256.HashSizeInBytes, 16))}\n";
    }
}

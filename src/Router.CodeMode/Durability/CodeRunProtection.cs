using System.Security.Cryptography;
using System.Text;

namespace Router.CodeMode.Durability;

/// <summary>The keys with which stored runs are encrypted: one for writing, and older ones for reading. Immutable.</summary>
/// <remarks>
/// To change the key: <c>new CodeRunProtection("2026-02", newKey).ReadingAlso("2026-01", oldKey)</c>, until no run that was sealed with the
/// old one is stored any more. Ids stand in clear beside what is encrypted; keys are never told, in no message and in no text of this object.
/// </remarks>
public sealed class CodeRunProtection
{
    /// <summary>The length of a key: 32 bytes, for AES-256.</summary>
    public const int KeyBytes = 32;

    internal const int LongestKeyId = 64;

    private readonly IReadOnlyList<CodeRunKey> _keys;

    /// <summary>Makes one that writes and reads with one key.</summary>
    /// <param name="keyId">Names the key: 1 to 64 letters, digits, '.', '_', '-' or ':'.</param>
    /// <param name="key">32 random bytes, which are copied.</param>
    /// <exception cref="ArgumentException">The id is none, or the key is not of 32 bytes.</exception>
    public CodeRunProtection(string keyId, byte[] key)
        : this([Check(keyId, key)])
    {
    }

    private CodeRunProtection(IReadOnlyList<CodeRunKey> keys) => _keys = keys;

    /// <summary>The id of the key that is written with.</summary>
    public string KeyId => _keys[0].Id;

    /// <summary>
    /// Whether what is stored without encryption is opened all the same. Default: false, as whoever can write to the store could slip in
    /// a run of his own. True is for the time in which encryption is being introduced.
    /// </summary>
    public bool ReadsUnencrypted { get; init; }

    internal CodeRunKey Writing => _keys[0];

    /// <summary>The same, which also reads what an older key has sealed.</summary>
    /// <exception cref="ArgumentException">The id is none or is taken, or the key is not of 32 bytes.</exception>
    public CodeRunProtection ReadingAlso(string keyId, byte[] key)
    {
        CodeRunKey older = Check(keyId, key);
        if (Find(keyId) is not null)
        {
            throw new ArgumentException($"A key '{keyId}' is there already; each key has an id of its own.", nameof(keyId));
        }

        return new CodeRunProtection([.. _keys, older]) { ReadsUnencrypted = ReadsUnencrypted };
    }

    internal CodeRunKey? Find(string keyId) => _keys.FirstOrDefault(key => key.Id == keyId);

    private static CodeRunKey Check(string keyId, byte[] key)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        ArgumentNullException.ThrowIfNull(key);
        if (keyId.Length > LongestKeyId || !keyId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or ':'))
        {
            throw new ArgumentException($"A key's id is 1 to {LongestKeyId} letters, digits, '.', '_', '-' or ':'.", nameof(keyId));
        }

        return key.Length == KeyBytes ? new CodeRunKey(keyId, [.. key]) : throw new ArgumentException(
            $"The key '{keyId}' has {key.Length} bytes; give {KeyBytes} random bytes, as RandomNumberGenerator.GetBytes({KeyBytes}) makes them.",
            nameof(key));
    }

    /// <summary>One key, with what tells it from another of the same name.</summary>
    internal sealed class CodeRunKey(string id, byte[] key)
    {
        internal const int CheckBytes = 8;

        internal string Id => id;

        /// <summary>Stored in clear: a wrong key is then told from damage. Nothing of the key can be had from it.</summary>
        internal byte[] CheckValue { get; } = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, CheckBytes, info: "Router code run key check 1"u8.ToArray());

        /// <summary>The key of one run: its own, so that the random nonces of all runs together never come near the limit of one key.</summary>
        internal void Derive(string runId, Span<byte> derived) =>
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, [], Encoding.UTF8.GetBytes("Router code run seal 1\0" + runId));
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace Router.Tokenizers;

/// <summary>The tokens of an encoding: bytes by rank, and ranks by bytes, in a hash table with open addressing. Immutable.</summary>
internal sealed class Vocabulary
{
    private const string Resource = "o200k_base.bin";
    private static readonly Lazy<Vocabulary> Loaded = new(Load);

    private readonly byte[] _bytes;
    private readonly int[] _offsets;
    private readonly int[] _slots;
    private readonly int _mask;

    /// <summary>Reads what <c>pack-ranks.mjs</c> writes.</summary>
    internal Vocabulary(byte[] blob)
    {
        Count = BinaryPrimitives.ReadInt32LittleEndian(blob);
        _bytes = blob;
        _offsets = new int[Count + 1];
        _offsets[0] = sizeof(int) + Count;
        int longest = 0;
        for (int id = 0; id < Count; id++)
        {
            int length = blob[sizeof(int) + id];
            longest = Math.Max(longest, length);
            _offsets[id + 1] = _offsets[id] + length;
        }

        LongestToken = longest;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Count * 2);
        _mask = size - 1;
        _slots = new int[size];
        for (int id = 0; id < Count; id++)
        {
            int slot = HashOf(BytesOf(id)) & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = id + 1;
        }
    }

    internal static Vocabulary O200k => Loaded.Value;

    internal int Count { get; }

    /// <summary>In bytes.</summary>
    internal int LongestToken { get; }

    internal ReadOnlySpan<byte> BytesOf(int id) => _bytes.AsSpan(_offsets[id], _offsets[id + 1] - _offsets[id]);

    /// <summary>The rank of a token. <see cref="int.MaxValue"/>: it is none.</summary>
    internal int RankOf(ReadOnlySpan<byte> token)
    {
        if (token.Length > LongestToken)
        {
            return int.MaxValue;
        }

        for (int slot = HashOf(token) & _mask; ; slot = (slot + 1) & _mask)
        {
            int id = _slots[slot] - 1;
            if (id < 0)
            {
                return int.MaxValue;
            }

            if (BytesOf(id).SequenceEqual(token))
            {
                return id;
            }
        }
    }

    // FNV-1a with a finish: the table never changes, so nobody can aim collisions at it beyond what it has.
    private static int HashOf(ReadOnlySpan<byte> token)
    {
        uint hash = 2166136261;
        foreach (byte value in token)
        {
            hash = (hash ^ value) * 16777619;
        }

        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        return (int)(hash ^ (hash >> 13));
    }

    private static Vocabulary Load()
    {
        using Stream stream = typeof(Vocabulary).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{typeof(Vocabulary).Assembly.GetName().Name} was built without its resource {Resource}.");
        byte[] blob = new byte[stream.Length];
        stream.ReadExactly(blob);
        return new Vocabulary(blob);
    }
}

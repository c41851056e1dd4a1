namespace Router.Routing;

/// <summary>
/// A hash of text that is the same in every process, machine and version, unlike <see cref="string.GetHashCode()"/>: FNV-1a over
/// 64 bits, stirred at the end, since FNV leaves the high bits of short texts alike. No protection against crafted collisions.
/// </summary>
internal struct StableHash
{
    private const ulong Prime = 1099511628211;
    private const ulong Basis = 14695981039346656037;

    // Kept as the difference to the basis, so that the default value is the hash of nothing.
    private ulong _state;

    /// <summary>The hash of all that was added.</summary>
    internal readonly ulong Value
    {
        get
        {
            ulong hash = _state ^ Basis;
            hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
            hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
            return hash ^ (hash >> 33);
        }
    }

    /// <summary>The hash as a number from 0 to below 1, evenly spread.</summary>
    internal readonly double Position => (Value >> 11) * (1.0 / (1UL << 53));

    internal void Add(ReadOnlySpan<char> text)
    {
        ulong hash = _state ^ Basis;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * Prime;
        }

        _state = hash ^ Basis;
    }
}

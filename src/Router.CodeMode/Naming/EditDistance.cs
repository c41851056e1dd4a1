using System.Numerics;

namespace Router.CodeMode.Naming;

/// <summary>
/// How many letters have to be added, taken or replaced to make one text of another, for one text against many: Myers' bit vectors, a few operations
/// per letter. Texts count up to their 64th letter. Not thread-safe.
/// </summary>
internal sealed class EditDistance
{
    internal const int MaxLength = 64;

    private const int Direct = 128;
    private readonly ulong[] _direct = new ulong[Direct];
    private readonly Dictionary<char, ulong> _others = [];
    private readonly int _length;

    internal EditDistance(string text)
    {
        _length = Math.Min(text.Length, MaxLength);
        for (int index = 0; index < _length; index++)
        {
            char letter = text[index];
            ulong bit = 1UL << index;
            if (letter < Direct)
            {
                _direct[letter] |= bit;
            }
            else
            {
                _others[letter] = _others.GetValueOrDefault(letter) | bit;
            }
        }
    }

    internal int To(ReadOnlySpan<char> other)
    {
        if (other.Length > MaxLength)
        {
            other = other[..MaxLength];
        }

        if (_length == 0)
        {
            return other.Length;
        }

        ulong positive = ulong.MaxValue;
        ulong negative = 0;
        int distance = _length;
        ulong last = 1UL << (_length - 1);
        foreach (char letter in other)
        {
            ulong equal = letter < Direct ? _direct[letter] : _others.GetValueOrDefault(letter);
            ulong vertical = equal | negative;
            ulong horizontal = (((equal & positive) + positive) ^ positive) | equal;
            ulong added = negative | ~(horizontal | positive);
            ulong taken = positive & horizontal;
            distance += BitOperations.PopCount(added & last) - BitOperations.PopCount(taken & last);
            added = (added << 1) | 1;
            taken <<= 1;
            positive = taken | ~(vertical | added);
            negative = added & vertical;
        }

        return distance;
    }
}

namespace Router.CodeMode.Naming;

/// <summary>Finds what the writer of a wrong name may have meant. Stateless.</summary>
internal static class NearestName
{
    /// <summary>The nearest of some names, where one is near: not more than a third of its letters away.</summary>
    internal static string? Of(string wrong, IEnumerable<string> names)
    {
        if (wrong.Length > EditDistance.MaxLength)
        {
            return null;
        }

        string whole = Fold(wrong);
        EditDistance distance = new(whole);
        string? best = null;
        int least = int.MaxValue;
        foreach (string name in names)
        {
            string folded = Fold(name);
            int edits = IsSwap(whole, folded) ? 1 : distance.To(folded);
            if (edits < least && edits <= Math.Max(1, Math.Max(wrong.Length, name.Length) / 3))
            {
                least = edits;
                best = name;
            }
        }

        return best;
    }

    // Two letters that changed places are one slip, and the commonest.
    private static bool IsSwap(string one, string other)
    {
        int at = one.AsSpan().CommonPrefixLength(other);
        return one.Length == other.Length && at + 1 < one.Length && one[at] == other[at + 1] && one[at + 1] == other[at]
            && one.AsSpan(at + 2).SequenceEqual(other.AsSpan(at + 2));
    }

    /// <summary>A name without what writers of names differ in: case, <c>_</c> and <c>-</c>.</summary>
    internal static string Fold(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}

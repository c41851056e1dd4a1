namespace Router.CodeMode.Catalogue.Validation;

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

        EditDistance distance = new(Fold(wrong));
        string? best = null;
        int least = int.MaxValue;
        foreach (string name in names)
        {
            int edits = distance.To(Fold(name));
            if (edits < least && edits <= Math.Max(1, Math.Max(wrong.Length, name.Length) / 3))
            {
                least = edits;
                best = name;
            }
        }

        return best;
    }

    /// <summary>A name without what writers of names differ in: case, <c>_</c> and <c>-</c>.</summary>
    internal static string Fold(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}

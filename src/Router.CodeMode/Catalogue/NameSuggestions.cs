using Router.CodeMode.Naming;

namespace Router.CodeMode.Catalogue;

/// <summary>What the writer of a name that does not exist may have meant, in words for a model. Immutable.</summary>
internal sealed class NameSuggestions
{
    private const int ShownNear = 5;
    private const int ShownSiblings = 8;
    private readonly FunctionCatalogue _catalogue;
    private readonly Entry[] _entries;

    internal NameSuggestions(FunctionCatalogue catalogue)
    {
        _catalogue = catalogue;
        _entries = [.. catalogue.Functions.Select(function => new Entry(function.Name, NearestName.Fold(function.Name), NearestName.Fold(LastPart(function.Name))))];
    }

    internal string? For(string name)
    {
        if (_entries.Length == 0)
        {
            return null;
        }

        if (_catalogue.FindRaw(name) is { Count: > 1 } owners)
        {
            return $"Several functions have that name: {Names(owners.Select(function => function.Name), ShownNear)}.";
        }

        string[] below = [.. _entries.Where(entry => entry.Name.StartsWith(name + ".", StringComparison.Ordinal)).Select(entry => entry.Name)];
        if (below.Length > 0)
        {
            return $"{Clip(name)} is a namespace; in it are {Names(below, ShownSiblings)}.";
        }

        string[] sameButCase = [.. _entries.Where(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Name)];
        if (sameButCase.Length > 0)
        {
            return $"Case counts: did you mean {string.Join(" or ", sameButCase.Take(ShownNear))}?";
        }

        string[] near = Near(name);
        string[] siblings = [.. Siblings(name).Where(sibling => !near.Contains(sibling))];
        string? guess = near.Length > 0 ? $"Did you mean {string.Join(" or ", near)}?" : null;
        string? others = siblings.Length > 0 ? $"In {NamespaceOf(siblings[0])} there {(near.Length > 0 ? "also " : "")}are {Names(siblings, ShownSiblings)}." : null;
        return guess is null && others is null
            ? $"What exists begins with {Names(_catalogue.Roots, ShownSiblings)}."
            : string.Join(' ', new[] { guess, others }.Where(text => text is not null));
    }

    private string[] Near(string name)
    {
        string whole = NearestName.Fold(name);
        string last = NearestName.Fold(LastPart(name));
        EditDistance toWhole = new(whole);
        EditDistance toLast = new(last);
        int wholeLimit = Math.Max(2, whole.Length / 4);
        int lastLimit = last.Length <= 3 ? 0 : Math.Max(1, last.Length / 4);
        string root = CatalogueNames.RootOf(name) + ".";
        List<(int Score, string Name)> found = [];
        foreach (Entry entry in _entries)
        {
            int score = int.MaxValue;
            if (Math.Abs(entry.Whole.Length - whole.Length) <= wholeLimit && toWhole.To(entry.Whole) is int edits && edits <= wholeLimit)
            {
                score = edits * 2;
            }

            if (Math.Abs(entry.Last.Length - last.Length) <= lastLimit && toLast.To(entry.Last) is int ends && ends <= lastLimit)
            {
                score = Math.Min(score, (ends * 2) + 3 + (entry.Name.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? 0 : 2));
            }

            if (score < int.MaxValue)
            {
                found.Add((score, entry.Name));
            }
        }

        return [.. found.OrderBy(pair => pair.Score).ThenBy(pair => pair.Name, StringComparer.Ordinal).Take(ShownNear).Select(pair => pair.Name)];
    }

    // The functions beside it, in the innermost namespace that exists.
    private string[] Siblings(string name)
    {
        for (string space = NamespaceOf(name); space.Length > 0; space = NamespaceOf(space))
        {
            string[] found = [.. _entries.Where(entry => entry.Name.StartsWith(space + ".", StringComparison.Ordinal)).Select(entry => entry.Name)];
            if (found.Length > 0)
            {
                return found;
            }
        }

        return [];
    }

    private static string Names(IEnumerable<string> names, int most)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string NamespaceOf(string name) => name.LastIndexOf('.') is > 0 and int dot ? name[..dot] : "";

    private static string Clip(string name) => name.Length <= 100 ? name : string.Concat(name.AsSpan(0, 100), "…");

    private readonly record struct Entry(string Name, string Whole, string Last);
}

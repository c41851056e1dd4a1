using Router.CodeMode.Naming;

namespace Router.CodeMode.Execution;

/// <summary>What the author of a name that does not exist may have meant. Stateless.</summary>
internal static class NameSuggestions
{
    private const int Far = 1_000;
    private const int Nearest = 3;
    private const int Listed = 8;

    /// <summary>In words for a model; null where nothing comes near.</summary>
    internal static string? For(string name, IReadOnlyCollection<string> names)
    {
        List<string> near = Find(name, names);
        string root = CodeNames.Root(name);
        List<string> beside = [.. names.Where(other => other != root && CodeNames.Root(other) == root && !near.Contains(other)).Order(StringComparer.Ordinal)];
        string? meant = near.Count == 0 ? null : $"Did you mean {string.Join(" or ", near)}?";
        string? listed = beside.Count == 0
            ? null
            : $"{root} {(near.Count == 0 ? "has" : "also has")} {string.Join(", ", beside.Take(Listed))}{(beside.Count > Listed ? $" and {beside.Count - Listed} more" : "")}.";
        return meant is null ? listed : listed is null ? meant : $"{meant} {listed}";
    }

    private static List<string> Find(string name, IReadOnlyCollection<string> names)
    {
        if (name.Length > EditDistance.MaxLength)
        {
            return [];
        }

        string last = Last(name);
        EditDistance toWhole = new(name.ToUpperInvariant());
        EditDistance toLast = new(last.ToUpperInvariant());
        return
        [
            .. names.Where(other => other.Length <= EditDistance.MaxLength)
                .Select(other => (Name: other, Distance: Math.Min(Distance(toWhole, name, other), Distance(toLast, last, Last(other)) + 1)))
                .Where(found => found.Distance < Far)
                .OrderBy(found => found.Distance).ThenBy(found => found.Name, StringComparer.Ordinal)
                .Take(Nearest).Select(found => found.Name),
        ];
    }

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];

    /// <summary>Edits between the two, without regard to case; <see cref="Far"/> where they are too many for the length.</summary>
    private static int Distance(EditDistance from, string left, string right)
    {
        int allowed = Math.Max(1, Math.Min(left.Length, right.Length) / 3);
        int edits = Math.Abs(left.Length - right.Length) > allowed ? Far : from.To(right.ToUpperInvariant());
        return edits <= allowed ? edits : Far;
    }
}

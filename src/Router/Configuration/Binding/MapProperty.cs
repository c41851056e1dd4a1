using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>
/// An object whose names are the author's own, each with an object of one shape. Names that differ only by case clash, unless the
/// names are compared exactly.
/// </summary>
internal sealed class MapProperty<TOwner, TValue>(
    string name,
    ConfigShape<TValue> shape,
    Func<TOwner, IReadOnlyDictionary<string, TValue>> get,
    Func<TOwner, IReadOnlyDictionary<string, TValue>, TOwner> set)
    : ConfigProperty<TOwner>(name, "object")
{
    public override IConfigShape Child => shape;

    /// <summary>How names are compared. Default: without regard to case.</summary>
    internal StringComparer Comparer { get; init; } = StringComparer.OrdinalIgnoreCase;

    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context)
    {
        if (!node.IsObject && !node.IsNothing)
        {
            context.Issues.Error(node, $"must be an object, not {node.KindName}.");
            return owner;
        }

        Dictionary<string, TValue> values = new(Comparer);
        foreach (ConfigNode child in node.Children)
        {
            TValue value = shape.Bind(child, context);
            if (!values.TryAdd(child.Name, value))
            {
                string other = values.Keys.First(key => key.Equals(child.Name, StringComparison.OrdinalIgnoreCase));
                context.Issues.Error(child.Path, child.NamePosition, SameButForCase(child.Name, other));
            }
        }

        return set(owner, values);
    }

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        HashSet<string> seen = new(Comparer);
        foreach ((string key, TValue value) in get(owner))
        {
            string entry = ConfigPath.Property(path, key);
            if (string.IsNullOrWhiteSpace(key))
            {
                issues.Error(entry, "the name must not be empty.");
            }

            if (!seen.Add(key))
            {
                string other = seen.First(name => name.Equals(key, StringComparison.OrdinalIgnoreCase));
                issues.Error(entry, SameButForCase(key, other));
            }

            shape.Validate(value, entry, issues);
        }
    }

    private static string SameButForCase(string name, string other) =>
        $"'{Shown.Name(name)}' and '{Shown.Name(other)}' differ only by case, and names are compared without regard to it.";
}

using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>A list of objects of one shape.</summary>
internal sealed class ObjectListProperty<TOwner, TValue>(
    string name,
    ConfigShape<TValue> shape,
    Func<TOwner, IReadOnlyList<TValue>> get,
    Func<TOwner, IReadOnlyList<TValue>, TOwner> set)
    : ConfigProperty<TOwner>(name, "array")
{
    public override IConfigShape Child => shape;

    /// <summary>Whether the list may be empty. Default: no.</summary>
    internal bool MayBeEmpty { get; init; }

    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context)
    {
        if (node.Kind != ConfigKind.Array && !node.IsNothing)
        {
            context.Issues.Error(node, $"must be a list, not {node.KindName}.");
            return owner;
        }

        return set(owner, [.. node.Children.Select(item => shape.Bind(item, context))]);
    }

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        IReadOnlyList<TValue> values = get(owner);
        if (values.Count == 0 && !MayBeEmpty && !issues.Failed(path))
        {
            issues.Error(path, $"'{Name}' needs at least one entry.");
        }

        for (int index = 0; index < values.Count; index++)
        {
            shape.Validate(values[index], ConfigPath.Item(path, index), issues);
        }
    }
}

using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>A list of scalars.</summary>
internal sealed class ListProperty<TOwner, TValue>(
    string name,
    IValueFormat<TValue> format,
    Func<TOwner, IReadOnlyList<TValue>?> get,
    Func<TOwner, IReadOnlyList<TValue>, TOwner> set)
    : ConfigProperty<TOwner>(name, "array")
{
    public override IReadOnlyList<string>? Values => format.Values;

    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context)
    {
        if (node.Kind != ConfigKind.Array && !node.IsNothing)
        {
            context.Issues.Error(node, $"must be a list, not {node.KindName}.");
            return owner;
        }

        List<TValue> values = [];
        foreach (ConfigNode item in node.Children)
        {
            if (format.TryRead(item, out TValue? value))
            {
                values.Add(value);
            }
            else
            {
                (string message, string? suggestion) = format.Explain(item);
                context.Issues.Error(item, message, suggestion);
            }
        }

        return set(owner, values);
    }

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        IReadOnlyList<TValue> values = issues.FailedUnder(path) ? [] : get(owner) ?? [];
        for (int index = 0; index < values.Count; index++)
        {
            Check(format, values[index], ConfigPath.Item(path, index), issues);
        }
    }
}

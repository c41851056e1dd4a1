using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>A number, a duration, a flag or a named value.</summary>
internal sealed class ValueProperty<TOwner, TValue>(
    string name, IValueFormat<TValue> format, Func<TOwner, TValue?> get, Func<TOwner, TValue, TOwner> set)
    : ConfigProperty<TOwner>(name, format.JsonType)
    where TValue : struct
{
    public override IReadOnlyList<string>? Values => format.Values;

    public override string? Least => format.Least;

    public override string? Most => format.Most;

    public override bool AboveLeast => format.AboveLeast;

    public override bool BelowMost => format.BelowMost;

    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context)
    {
        if (format.TryRead(node, out TValue value))
        {
            return set(owner, value);
        }

        (string message, string? suggestion) = format.Explain(node);
        context.Issues.Error(node, message, suggestion);
        return owner;
    }

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        if (get(owner) is { } value)
        {
            Check(format, value, path, issues);
        }
    }
}

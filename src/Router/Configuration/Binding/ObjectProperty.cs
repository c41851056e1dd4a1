using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>An object of its own shape.</summary>
internal sealed class ObjectProperty<TOwner, TValue>(
    string name, ConfigShape<TValue> shape, Func<TOwner, TValue?> get, Func<TOwner, TValue, TOwner> set)
    : ConfigProperty<TOwner>(name, "object")
    where TValue : class
{
    public override IConfigShape Child => shape;

    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context) => set(owner, shape.Bind(node, context));

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        if (get(owner) is { } value)
        {
            shape.Validate(value, path, issues);
        }
    }
}

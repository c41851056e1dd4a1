using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>An object of its own shape.</summary>
internal sealed class ObjectProperty<TOwner, TValue>(
    string name, ConfigShape<TValue> shape, Func<TOwner, TValue?> get, Func<TOwner, TValue, TOwner> set)
    : ConfigProperty<TOwner>(name, "object")
    where TValue : class
{
    public override IConfigShape Child => shape;

    /// <summary>Whether the object says something by being there, even empty.</summary>
    internal bool Switch { get; init; }

    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context) => set(owner, shape.Bind(node, context));

    // Only a file has lines, and only there is {} not the same as null.
    internal override void Skip(ConfigNode node, BindingContext context)
    {
        if (Switch && node.Position is null)
        {
            context.Issues.Warn(
                node.Path,
                $"'{Name}' is off: an IConfiguration cannot tell an empty object from null. To turn it on, write one of its properties.");
        }
    }

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        if (get(owner) is { } value)
        {
            shape.Validate(value, path, issues);
        }
    }
}

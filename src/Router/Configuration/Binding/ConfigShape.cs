using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>
/// One object of the configuration: its properties, each of which knows how it is read, what it may be and where it goes. The
/// binder, the validator and the test of the JSON Schema all walk this one table.
/// </summary>
internal class ConfigShape<T>(Func<T> create, params IReadOnlyList<ConfigProperty<T>> properties) : IConfigShape
{
    public IReadOnlyList<IConfigProperty> Properties => properties;

    /// <summary>A record with nothing but defaults.</summary>
    internal T Create() => create();

    internal T Bind(ConfigNode node, BindingContext context)
    {
        T bound = create();
        if (!node.IsNothing && !node.IsObject)
        {
            context.Issues.Error(node, $"must be an object, not {node.KindName}.");
            return bound;
        }

        foreach (ConfigNode child in node.Children)
        {
            if (properties.FirstOrDefault(property => context.Names.Equals(property.Name, child.Name)) is not { } property)
            {
                bound = Other(bound, node, child, context);
            }
            else if (child.Kind == ConfigKind.Null)
            {
                property.Skip(child, context);
            }
            else
            {
                bound = property.Bind(bound, child, context);
            }
        }

        foreach (ConfigProperty<T> property in properties.Where(property => property.Required))
        {
            if (!node.Children.Any(child => context.Names.Equals(property.Name, child.Name) && child.Kind != ConfigKind.Null))
            {
                context.Issues.Error(ConfigPath.Property(node.Path, property.Name), $"'{property.Name}' is missing.");
            }
        }

        return Finish(bound, node, context);
    }

    /// <summary>Checks every value of a record, wherever it came from.</summary>
    internal void Validate(T value, string path, ConfigIssues issues)
    {
        // Where no object could be read, its properties are not at fault. The root has no path of its own to fail at.
        foreach (ConfigProperty<T> property in path.Length > 0 && issues.Failed(path) ? [] : properties)
        {
            property.Validate(value, ConfigPath.Property(path, property.Name), issues);
        }
    }

    /// <summary>Takes a property that is not in the table. Here: an error.</summary>
    protected virtual T Other(T bound, ConfigNode node, ConfigNode child, BindingContext context)
    {
        Unknown(child, properties.Select(property => property.Name), context);
        return bound;
    }

    /// <summary>Comes after all properties.</summary>
    protected virtual T Finish(T bound, ConfigNode node, BindingContext context) => bound;

    protected static void Unknown(ConfigNode child, IEnumerable<string> known, BindingContext context) =>
        context.Issues.UnknownName(
            child.Path,
            $"there is no property '{Shown.Name(child.Name)}' here.",
            child.Name,
            known.Where(name => name != "$schema"),
            child.NamePosition);
}

using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>The root's <c>$schema</c>: for editors alone.</summary>
internal sealed class SchemaReferenceProperty() : ConfigProperty<RouterConfig>("$schema", "string")
{
    internal override RouterConfig Bind(RouterConfig owner, ConfigNode node, BindingContext context)
    {
        if (node.Kind is not (ConfigKind.Text or ConfigKind.Untyped))
        {
            context.Issues.Error(node, $"must be a text, not {node.KindName}.");
        }

        return owner;
    }

    internal override void Validate(RouterConfig owner, string path, ConfigIssues issues)
    {
        // Nothing is kept of it.
    }
}

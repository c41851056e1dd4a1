using System.Text.Json;
using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>An object of any JSON, kept as it stands.</summary>
internal sealed class JsonMapProperty<TOwner>(
    string name,
    Func<TOwner, IReadOnlyDictionary<string, JsonElement>, TOwner> set)
    : ConfigProperty<TOwner>(name, "object")
{
    internal override TOwner Bind(TOwner owner, ConfigNode node, BindingContext context)
    {
        if (!node.IsObject && !node.IsNothing)
        {
            context.Issues.Error(node, $"must be an object, not {node.KindName}.");
            return owner;
        }

        return set(owner, node.Children.ToDictionary(child => child.Name, NodeJson.ToElement, StringComparer.Ordinal));
    }

    internal override void Validate(TOwner owner, string path, ConfigIssues issues)
    {
        // Any JSON is valid.
    }
}

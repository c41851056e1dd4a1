using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanFormat : IValueFormat<bool>
{
    public string JsonType => "boolean";

    public bool TryRead(ConfigNode node, out bool value)
    {
        value = false;
        return node.Kind is ConfigKind.Boolean or ConfigKind.Untyped && bool.TryParse(node.Text, out value);
    }

    public (string Message, string? Suggestion) Explain(ConfigNode node) =>
        ($"must be true or false, not {node.KindName}.", null);

    public string? Fault(bool value) => null;
}

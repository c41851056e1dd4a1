namespace Router.CodeMode.Declarations;

/// <summary>A namespace while declarations are put together.</summary>
internal sealed class NamespaceNode(string name)
{
    private readonly Dictionary<string, NamespaceNode> _byName = new(StringComparer.Ordinal);

    internal string Name => name;

    internal List<NamespaceNode> Children { get; } = [];

    internal List<(FunctionShape Shape, DetailProfile Profile)> Functions { get; } = [];

    internal void Add(FunctionShape shape, DetailProfile profile)
    {
        NamespaceNode node = this;
        foreach (string part in shape.Path.SkipLast(1))
        {
            if (!node._byName.TryGetValue(part, out NamespaceNode? child))
            {
                child = new NamespaceNode(part);
                node._byName.Add(part, child);
                node.Children.Add(child);
            }

            node = child;
        }

        node.Functions.Add((shape, profile));
    }
}

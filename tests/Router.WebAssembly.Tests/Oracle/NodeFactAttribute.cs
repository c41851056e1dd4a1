namespace Router.WebAssembly.Tests.Oracle;

/// <summary>A test that is skipped, with the reason, where node is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Node.Missing;
}

using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>The tools of one round by name: those of the request before the additional ones.</summary>
internal sealed class ToolMap
{
    private readonly Dictionary<string, AITool> _tools = new(StringComparer.Ordinal);

    internal ToolMap(IEnumerable<AITool>? first, IReadOnlyList<AITool> additional)
    {
        foreach (AITool tool in (first ?? []).Concat(additional))
        {
            if (tool is not null)
            {
                _tools.TryAdd(tool.Name, tool);
                AnyApproval |= tool.GetService<ApprovalRequiredAIFunction>() is not null;
            }
        }
    }

    internal bool AnyApproval { get; }

    internal AITool? Find(string name) => _tools.GetValueOrDefault(name);

    internal bool NeedsApproval(string name) => Find(name)?.GetService<ApprovalRequiredAIFunction>() is not null;
}

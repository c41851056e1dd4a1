using Microsoft.Extensions.AI;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>How one request is served.</summary>
/// <param name="Options">The options for the model: the caller's own object, unless they had to change.</param>
/// <param name="Tools">The two tools; null where all tools are direct.</param>
/// <param name="Report">What is reported; null where the request has no functions.</param>
internal sealed record ToolPlan(ChatOptions? Options, CodeTools? Tools, CodeModeReport? Report)
{
    /// <summary>The personal values of the session, which the model does not see, whoever calls the tools. Null: nothing is masked.</summary>
    internal PersonalDataVault? Vault { get; init; }
}

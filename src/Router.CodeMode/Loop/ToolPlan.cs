using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>How one request is served.</summary>
/// <param name="Options">The options for the model: the caller's own object, unless they had to change.</param>
/// <param name="Tools">The two tools; null where all tools are direct.</param>
/// <param name="Report">What is reported; null where the request has no functions.</param>
internal sealed record ToolPlan(ChatOptions? Options, CodeTools? Tools, CodeModeReport? Report);

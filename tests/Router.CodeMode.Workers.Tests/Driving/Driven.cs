using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Driving;

/// <summary>What a program did from its begin to its end.</summary>
internal sealed record Driven(IReadOnlyList<ScriptStep> Steps)
{
    public ScriptOutcome? Outcome => Steps.Select(step => step.Outcome).FirstOrDefault(outcome => outcome is not null);

    public string? Value => Outcome?.Failure is { } failure
        ? throw new InvalidOperationException($"The program failed: {failure}")
        : Outcome?.Value;

    public ScriptFailure Failure => Outcome?.Failure ?? throw new InvalidOperationException($"The program did not fail: {Outcome?.Value}");

    public IEnumerable<ScriptCall> Calls => Steps.SelectMany(step => step.Calls);

    public IEnumerable<CodeLog> Logs => Steps.SelectMany(step => step.Logs);

    /// <summary>All that two runs of the same program must have in common.</summary>
    public string Transcript => string.Join('\n', Steps.Select(step =>
        $"{string.Join(';', step.Calls)}|{string.Join(';', step.Logs)}|{step.LogsDropped}|{step.Outcome}"));
}

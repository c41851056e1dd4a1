namespace Router.CodeMode.Execution;

/// <summary>Why a run sleeps.</summary>
/// <param name="Approvals">The calls that wait for a decision.</param>
/// <param name="Pending">The calls whose result will come from elsewhere.</param>
/// <param name="Requested">Whether the run was asked to sleep.</param>
public sealed record CodeSuspension(IReadOnlyList<CodeCall> Approvals, IReadOnlyList<CodeCall> Pending, bool Requested);

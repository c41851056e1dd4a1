namespace Router.CodeMode.Execution;

/// <summary>A decision about one call.</summary>
/// <param name="Approved">Whether the call may be made.</param>
/// <param name="Reason">Told to the program when it may not. Default none.</param>
public sealed record CodeApproval(bool Approved, string? Reason = null);

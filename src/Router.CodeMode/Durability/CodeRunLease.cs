namespace Router.CodeMode.Durability;

/// <summary>The right to write to a stored run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Fence">Which opening of it: higher than every earlier one's.</param>
public readonly record struct CodeRunLease(string RunId, long Fence);

namespace Router.Pinning;

/// <summary>What is wrong with how a target is pinned.</summary>
/// <param name="Message">What is wrong and how to pin, as one or more sentences.</param>
/// <param name="IsError">Whether the configuration cannot be used so; otherwise it is a warning.</param>
public sealed record PinFault(string Message, bool IsError);

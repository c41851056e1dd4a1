using Router.CodeMode.Execution;

namespace Router.CodeMode.Contract;

/// <summary>A program that means harm, and the ways in which it may end.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Source">The program.</param>
/// <param name="Ends">The failures that count as contained; null among them: it may complete.</param>
public sealed record HostileProgram(string Name, string Source, params CodeErrorKind?[] Ends)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

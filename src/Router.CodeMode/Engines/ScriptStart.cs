using Router.CodeMode.Execution;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Engines;

/// <summary>What an instance begins with. Immutable.</summary>
public sealed record ScriptStart
{
    /// <summary>The program.</summary>
    public required ProgramText Program { get; init; }

    /// <summary>The seed of <c>Math.random</c> and <c>crypto</c>.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the program may use. Engines enforce memory and, per step, processor time; the rest is enforced around them too.</summary>
    public required CodeLimits Limits { get; init; }

    /// <summary>As in <see cref="ICodeDispatcher.Roots"/>.</summary>
    public required IReadOnlyCollection<string> Roots { get; init; }
}

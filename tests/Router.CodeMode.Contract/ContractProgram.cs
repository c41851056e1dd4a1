using Router.CodeMode.Execution;

namespace Router.CodeMode.Contract;

/// <summary>A program and what must come of it.</summary>
public sealed record ContractProgram(string Name, string Source)
{
    /// <summary>The value as JSON; null: none.</summary>
    public string? Value { get; init; }

    /// <summary>The failure; null: it completes.</summary>
    public CodeErrorKind? Fails { get; init; }

    /// <summary>Where it fails in the model's text; null: not checked.</summary>
    public (int Line, int? Column)? At { get; init; }

    /// <summary>What the message holds.</summary>
    public string? Says { get; init; }

    /// <summary>What the hint holds.</summary>
    public string? Hints { get; init; }

    /// <summary>The calls it makes, as <c>name</c> with a <c>!</c> where they fail or are refused, in order; null: not checked.</summary>
    public string[]? Calls { get; init; }

    /// <summary>Its log, as <c>level: text</c>; null: not checked.</summary>
    public string[]? Logs { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

namespace Router.CodeMode.Engines;

/// <summary>How a program ended: with a value or with a failure. Immutable.</summary>
public sealed record ScriptOutcome
{
    /// <summary>The value as JSON. Null: undefined, or failed.</summary>
    public string? Value { get; init; }

    /// <summary>Why it failed. Null: it did not.</summary>
    public ScriptFailure? Failure { get; init; }
}

namespace Router.CodeMode.Loop;

/// <summary>One call, without its contents. Immutable.</summary>
public sealed record CodeModeCallPoint
{
    /// <summary>The function.</summary>
    public required string Tool { get; init; }

    /// <summary>The run that made it; null where the model called it as a tool.</summary>
    public string? RunId { get; init; }

    /// <summary>Its number in the run, from 1; 0 for a tool of the model.</summary>
    public int Number { get; init; }

    /// <summary>The session; null for none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The kinds and sizes of what it was given, without a value: <c>({owner:string(7),labels:array(2)})</c>.</summary>
    public required string InputShape { get; init; }

    /// <summary>What it was given, in tokens, by estimate.</summary>
    public int InputTokens { get; init; }

    /// <summary>What it answered, in tokens, by estimate: what the model did not have to read where a program called it.</summary>
    public int OutputTokens { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The kind of its failure, or the type of its exception; null where it worked.</summary>
    public string? Error { get; init; }
}

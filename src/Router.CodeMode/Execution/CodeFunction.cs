namespace Router.CodeMode.Execution;

/// <summary>What a run has to know of a function before it calls it. Immutable.</summary>
public sealed record CodeFunction
{
    /// <summary>The name by which programs call it: identifiers joined by dots.</summary>
    public required string Name { get; init; }

    /// <summary>Whether each call needs a decision first. Default false.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>Whether a second call with the same <see cref="CodeCall.IdempotencyKey"/> does nothing more than the first. Default false.</summary>
    public bool Idempotent { get; init; }

    /// <summary>Whether it changes nothing: such calls are not listed among the finished writes and may be made again. Default false.</summary>
    public bool ReadOnly { get; init; }
}

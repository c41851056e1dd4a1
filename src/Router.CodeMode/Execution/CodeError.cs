namespace Router.CodeMode.Execution;

/// <summary>Why a program, or a call in it, failed: written for the model that has to mend it. Immutable.</summary>
public sealed record CodeError
{
    /// <summary>What kind of failure.</summary>
    public required CodeErrorKind Kind { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }

    /// <summary>The line of the model's text, from 1, where it is known.</summary>
    public int? Line { get; init; }

    /// <summary>The column of the model's text, from 1, where it is known exactly: not in programs whose types were stripped.</summary>
    public int? Column { get; init; }

    /// <summary>What would be right, such as the nearest name. Never "try again".</summary>
    public string? Hint { get; init; }

    /// <summary>The name of the JavaScript error, such as <c>TypeError</c>, where the program threw one.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The finished calls that may have changed something, as <c>name #number</c>: what a second run of the same program would do again.
    /// </summary>
    public IReadOnlyList<string> FinishedWrites { get; init; } = [];
}

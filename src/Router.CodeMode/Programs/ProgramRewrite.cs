namespace Router.CodeMode.Programs;

/// <summary>What became of a text that was rewritten: one of the three. Immutable.</summary>
public sealed record ProgramRewrite
{
    /// <summary>The body, where it could be rewritten.</summary>
    public string? Body { get; init; }

    /// <summary>The form that it had.</summary>
    public ProgramForm Form { get; init; }

    /// <summary>What was put into one of its lines.</summary>
    public ProgramInsertion? Insertion { get; init; }

    /// <summary>Why it could not be parsed.</summary>
    public ProgramProblem? Problem { get; init; }

    /// <summary>The module that it imports: there are none.</summary>
    public string? Import { get; init; }
}

namespace Router.CodeMode.Programs;

/// <summary>
/// A program in the one form that engines run: the body of an async function without parameters, whose value is the program's. A value
/// that is a function is called. Immutable.
/// </summary>
public sealed record ProgramText
{
    /// <summary>The body, in plain JavaScript.</summary>
    public required string Body { get; init; }

    /// <summary>The form in which the model wrote it.</summary>
    public required ProgramForm Form { get; init; }

    /// <summary>The line of the model's text on which the first line of <see cref="Body"/> stands is 1 + this; negative for added lines.</summary>
    public required int LineOffset { get; init; }

    /// <summary>Whether columns of <see cref="Body"/> are those of the model's text.</summary>
    public required bool ColumnsExact { get; init; }

    /// <summary>The one exception to that.</summary>
    public ProgramInsertion? Insertion { get; init; }

    /// <summary>Translates a place of <see cref="Body"/> into one of the model's text, as far as it is known.</summary>
    public (int? Line, int? Column) Locate(int? line, int? column)
    {
        if (line + LineOffset is not int found || found < 1)
        {
            return (null, null);
        }

        if (!ColumnsExact || column is not int position)
        {
            return (found, null);
        }

        bool moved = Insertion is not null && line == Insertion.Line && position > Insertion.Column;
        return (found, moved ? Math.Max(Insertion!.Column, position - Insertion.Length) : position);
    }
}

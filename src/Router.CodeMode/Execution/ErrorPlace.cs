using Router.CodeMode.Engines;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Execution;

/// <summary>Turns places of a program's body into places of the model's text.</summary>
internal static class ErrorPlace
{
    internal static CodeError Put(CodeError error, ScriptFailure failure, ProgramText program)
    {
        (int? line, int? column) = program.Locate(failure.Line, failure.Column);
        // No line: the reader added it, and the model never wrote it.
        return line is null ? error : error with { Line = line, Column = IsWithin(program.Body, failure.Line!.Value, failure.Column) ? column : null };
    }

    private static bool IsWithin(string body, int line, int? column)
    {
        if (column is not >= 1)
        {
            return false;
        }

        int number = 0;
        foreach (ReadOnlySpan<char> text in body.AsSpan().EnumerateLines())
        {
            if (++number == line)
            {
                return column <= text.Length + 1;
            }
        }

        return false;
    }
}

using Router.CodeMode.Engines;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Execution;

/// <summary>Turns places of a program's body into places of the model's text.</summary>
internal static class ErrorPlace
{
    internal static CodeError Put(CodeError error, ScriptFailure failure, ProgramText program)
    {
        if (failure.Line is not { } inBody || inBody < 1)
        {
            return error;
        }

        long line = (long)inBody + program.LineOffset;
        if (line < 1 || line > int.MaxValue)
        {
            // A line that the reader added: the model never wrote it.
            return error;
        }

        return error with { Line = (int)line, Column = program.ColumnsExact && IsWithin(program.Body, inBody, failure.Column) ? failure.Column : null };
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

using System.Text.RegularExpressions;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Workers.Runs;

/// <summary>
/// The program as the module that an isolate loads. What a Worker can import leads around the sandbox: it ends the isolate, or enters it
/// while no step is under way. No option of the loader takes that away, so the word for it goes: a keyword with an escape in it is none,
/// while names, strings, templates and regular expressions with it mean what they meant. Stateless.
/// </summary>
internal static partial class ProgramModule
{
    private const string Escaped = @"\u0069mport";
    private const int Growth = 5;

    /// <summary>The module's text.</summary>
    public static string Text(string body) =>
        $"export default {PreludeProtocol.ProgramHead}{Import().Replace(body, Escaped)}{PreludeProtocol.ProgramTail};";

    /// <summary>A failure of the module as one of the program.</summary>
    public static ScriptFailure Of(ScriptFailure failure, string body)
    {
        if (failure.Line is not int line || LineOf(body, line) is not { } text || !Import().IsMatch(text))
        {
            return failure;
        }

        ScriptFailure placed = failure with { Column = failure.Column is int column ? Column(text, column) : null };
        return failure.Kind == CodeErrorKind.Parse && failure.Message.Contains("escaped characters", StringComparison.Ordinal)
            ? placed with
            {
                Message = "The program imports; there are no modules here.",
                Name = ProgramReader.ImportErrorName,
                Hint = "Leave the import out: the functions are globals.",
            }
            : placed;
    }

    private static int Column(string line, int column)
    {
        int position = column - 1;
        foreach (ValueMatch match in Import().EnumerateMatches(line))
        {
            if (position <= match.Index)
            {
                break;
            }

            position = Math.Max(match.Index, position - Growth);
        }

        return position + 1;
    }

    private static string? LineOf(string body, int line) => body.Split('\n').ElementAtOrDefault(line - 1);

    // Behind a backslash there is a string or a pattern, and never code.
    [GeneratedRegex(@"(?<!\\)import", RegexOptions.CultureInvariant)]
    private static partial Regex Import();
}

using Spectre.Console;

namespace Router.Host.Commands;

/// <summary>Where a command writes: results to one side, complaints to the other, colours only to a person who wants them.</summary>
internal sealed class CommandTerminal(TextWriter output, TextWriter error, bool colours)
{
    // What is redirected has no width of its own, and a folded version can neither be read nor searched for.
    private const int RedirectedWidth = 240;

    internal TextWriter Output => output;

    internal TextWriter Error => error;

    /// <summary>The process's own: plain where the output is redirected or <c>NO_COLOR</c> is set to anything (no-color.org).</summary>
    internal static CommandTerminal OfProcess() => new(
        Console.Out, Console.Error, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    internal void Write(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!colours)
        {
            console.Profile.Width = Math.Max(console.Profile.Width, RedirectedWidth);
        }

        console.Write(table);
    }
}

using System.CommandLine;
using System.CommandLine.Help;

namespace Router.Host.Commands;

/// <summary>The command <c>router</c>: its subcommands, and what holds for all of them.</summary>
internal static class RouterCommand
{
    /// <summary>Parses and runs a command line. Ctrl+C cancels it.</summary>
    /// <param name="args">The arguments, without the command's own name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancellationToken">Cancels it as well.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    internal static async Task<int> RunAsync(
        IReadOnlyList<string> args, CommandTerminal terminal, CancellationToken cancellationToken = default)
    {
        // A RootCommand would call itself by the assembly's name.
        Command root = new("router", "Router: one client over many model providers, described in providers.json.")
        {
            new HelpOption(),
            new VersionOption(),
            PinCommand.Create(terminal),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError fault in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            }

            await terminal.Error.WriteLineAsync("Run 'router --help' for what there is.").ConfigureAwait(false);
            return ExitCodes.Configuration;
        }

        // Its own handler would print a stack trace, which tells a user nothing.
        InvocationConfiguration configuration = new()
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Cancelled; nothing was written.").ConfigureAwait(false);
            return ExitCodes.Cancelled;
        }
    }
}

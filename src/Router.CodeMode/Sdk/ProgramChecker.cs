using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.CodeMode.Naming;
using Router.CodeMode.Programs;
using Router.CodeMode.Results;

namespace Router.CodeMode.Sdk;

/// <summary>
/// Checks a program against the functions that exist, without running it: its syntax, names that nobody has, and arguments as far as the text
/// shows them. What is known only when it runs is checked then. Thread-safe.
/// </summary>
public sealed class ProgramChecker : IProgramChecker
{
    private readonly IProgramParser _parser;
    private readonly ProgramReader _reader;

    /// <summary>Makes a checker.</summary>
    /// <param name="parser">Parses the programs.</param>
    public ProgramChecker(IProgramParser parser)
    {
        ArgumentNullException.ThrowIfNull(parser);
        _parser = parser;
        _reader = new ProgramReader(parser);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CodeError>> CheckAsync(string source, ICodeDispatcher dispatcher, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(dispatcher);
        ProgramText program;
        try
        {
            program = await _reader.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (ProgramException exception)
        {
            return [exception.Error];
        }

        List<CodeError> errors = [];
        foreach (ProgramCall call in await _parser.FindCallsAsync(program.Body, cancellationToken).ConfigureAwait(false))
        {
            if (Check(call, dispatcher) is { } error)
            {
                (int? line, int? column) = program.Locate(call.Line, call.Column);
                errors.Add(error with { Line = line, Column = column });
            }
        }

        return errors;
    }

    private static CodeError? Check(ProgramCall call, ICodeDispatcher dispatcher)
    {
        if (dispatcher.Find(call.Name) is null)
        {
            // A global of the language is nobody's function: whether it has what is called shows when it runs.
            string root = CatalogueNames.RootOf(call.Name);
            return dispatcher.Roots.Contains(root) || Means(root, dispatcher)
                ? new CodeError { Kind = CodeErrorKind.UnknownFunction, Message = $"There is no function '{call.Name}'.", Hint = dispatcher.Suggest(call.Name) }
                : null;
        }

        // Around the functions of the catalogue stand those of the session, which take what they are given.
        ICodeDispatcher functions = dispatcher is SessionDispatcher session ? session.Inner : dispatcher;
        if (functions is not CatalogueDispatcher catalogue || catalogue.Find(call.Name) is null)
        {
            return null;
        }

        if (call.Arguments is { } json)
        {
            using JsonDocument arguments = JsonDocument.Parse(json);
            return catalogue.Check(call.Name, arguments.RootElement);
        }

        return call.Members is { } members ? catalogue.CheckMembers(call.Name, members) : null;
    }

    // A slip of the pen in the first part of a name.
    private static bool Means(string root, ICodeDispatcher dispatcher) =>
        CatalogueNames.RootProblem(root) is null && NearestName.Of(root, dispatcher.Roots) is not null;
}

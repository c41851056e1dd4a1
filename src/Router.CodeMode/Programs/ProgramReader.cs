using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;

namespace Router.CodeMode.Programs;

/// <summary>
/// Reads programs in every <see cref="ProgramForm"/>, JavaScript or TypeScript, bare or fenced. Most need nothing but two or three tests of whether
/// they parse; only the others are rewritten. Programs read lately are remembered. Thread-safe.
/// </summary>
public sealed class ProgramReader : IProgramReader
{
    /// <summary>The <see cref="CodeError.Name"/> of the error about a program that imports: whoever knows what exists adds it to the hint.</summary>
    public const string ImportErrorName = "ImportError";

    private const string ExpressionHead = "return (\n";
    private const string ExpressionTail = "\n);";

    // Tests whether a text parses put it where nothing but its end can stand behind it. What would close the brackets around it and open others
    // behind parses in these places or in those where programs run, never in both.
    private const string ExpressionTestHead = "(async function () { switch (\n";
    private const string ExpressionTestTail = "\n) {} })";
    private const string BodyTestHead = "(function () { 0 ? async () => {\n";
    private const string BodyTestTail = "\n} : 0; })";

    private readonly IProgramParser _parser;
    private readonly ProgramCache _cache = new();

    /// <summary>Makes a reader.</summary>
    /// <param name="parser">What parses, strips and rewrites.</param>
    public ProgramReader(IProgramParser parser)
    {
        ArgumentNullException.ThrowIfNull(parser);
        _parser = parser;
    }

    /// <inheritdoc/>
    public async ValueTask<ProgramText> ReadAsync(string source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (_cache.Find(source) is { } known)
        {
            return known;
        }

        ProgramText program = await ReadNewAsync(source, cancellationToken).ConfigureAwait(false);
        _cache.Add(source, program);
        return program;
    }

    private async ValueTask<ProgramText> ReadNewAsync(string source, CancellationToken cancellationToken)
    {
        string text = source.TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Problem("The program is empty.", null, null);
        }

        Attempt attempt = ProgramFence.Find(text) is { } fence && !await IsBareAsync(text, cancellationToken).ConfigureAwait(false)
            ? await ReadFencedAsync(fence.Text, fence.LinesBefore, cancellationToken).ConfigureAwait(false)
            : await ReadBareAsync(text, 0, cancellationToken).ConfigureAwait(false);
        return attempt.Program ?? throw attempt.Error!;
    }

    // Fences, and the prose around them, may parse: as template strings and labels, which nobody means. In comments and in template strings
    // they can stand for themselves, and there it does not matter what they are made of.
    private async ValueTask<bool> IsBareAsync(string text, CancellationToken cancellationToken) =>
        await CheckAsync(ProgramFence.Mask(text), cancellationToken).ConfigureAwait(false) is null;

    private async ValueTask<Attempt> ReadFencedAsync(string text, int linesBefore, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(text)
            ? new(Problem("The fenced program is empty.", linesBefore, null))
            : await ReadBareAsync(text, linesBefore, cancellationToken).ConfigureAwait(false);

    private async ValueTask<Attempt> ReadBareAsync(string text, int linesBefore, CancellationToken cancellationToken)
    {
        Attempt plain = await ReadScriptAsync(text, linesBefore, columnsExact: true, cancellationToken).ConfigureAwait(false);
        if (plain.Program is not null || plain.Error!.Error.Name == ImportErrorName)
        {
            return plain;
        }

        string? stripped = await _parser.StripTypesAsync(text, cancellationToken).ConfigureAwait(false);
        if (stripped is null || stripped == text)
        {
            return plain;
        }

        // Where the types could be told apart, what is left is what is wrong.
        return await ReadScriptAsync(stripped, linesBefore, columnsExact: false, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Attempt> ReadScriptAsync(string text, int linesBefore, bool columnsExact, CancellationToken cancellationToken)
    {
        ProgramText Made(string body, ProgramForm form, ProgramInsertion? insertion = null) => new()
        {
            Body = body,
            Form = form,
            LineOffset = linesBefore - (form == ProgramForm.Expression ? 1 : 0),
            ColumnsExact = columnsExact,
            Insertion = insertion,
        };

        string expression = text.TrimEnd([';', ' ', '\t', '\r', '\n']);
        if (await CheckAsync(ExpressionTestHead, expression, ExpressionTestTail, cancellationToken).ConfigureAwait(false) is null)
        {
            return new(Made(ExpressionHead + expression + ExpressionTail, ProgramForm.Expression));
        }

        ProgramProblem? problem = await CheckAsync(text, cancellationToken).ConfigureAwait(false);
        if (problem is null && await ReturnsAsync(text, cancellationToken).ConfigureAwait(false))
        {
            return new(Made(text, ProgramForm.Statements));
        }

        ProgramRewrite rewrite = problem is null || MayBeModule(text)
            ? await _parser.RewriteAsync(text, cancellationToken).ConfigureAwait(false)
            : new ProgramRewrite { Problem = problem };
        if (rewrite.Import is { } import)
        {
            return new(ImportError(import));
        }

        if (rewrite.Body is { } body && (problem is null || await CheckAsync(body, cancellationToken).ConfigureAwait(false) is null))
        {
            return new(Made(body, rewrite.Form, rewrite.Insertion));
        }

        if (problem is null)
        {
            // It runs as it stands, and only has no value.
            return new(Made(text, ProgramForm.Statements));
        }

        ProgramProblem told = MayBeModule(text) ? rewrite.Problem ?? problem : problem;
        return new(Problem(told.Message, told.Line + linesBefore, columnsExact ? told.Column : null));
    }

    private async ValueTask<ProgramProblem?> CheckAsync(string body, CancellationToken cancellationToken)
    {
        ProgramProblem? problem = await CheckAsync(BodyTestHead, body, BodyTestTail, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            return null;
        }

        // Where it runs, what is wrong with it is told in fewer words that are not its own.
        return await CheckAsync(PreludeProtocol.ProgramHead, body, PreludeProtocol.ProgramTail, cancellationToken).ConfigureAwait(false)
            ?? problem with { Message = "A bracket is closed that was not opened." };
    }

    private async ValueTask<ProgramProblem?> CheckAsync(string head, string body, string tail, CancellationToken cancellationToken)
    {
        ProgramProblem? problem = await _parser.CheckAsync(head + body + tail, ProgramGoal.Script, cancellationToken).ConfigureAwait(false);

        if (problem?.Line is not int line)
        {
            return problem;
        }

        // The head has a line of its own; an end that is missed behind the last line is missed in it.
        int lines = CountLines(body);
        return line - 1 <= lines
            ? problem with { Line = Math.Max(line - 1, 1) }
            : new ProgramProblem(
                $"The program ends where something in it is still open, or closes more than it has opened ({problem.Message}).", lines, body.Length - body.LastIndexOf('\n'));
    }

    // Modules know await and no return outside of functions: what parses as one returns nothing by itself. What lacks the word needs no test.
    private async ValueTask<bool> ReturnsAsync(string text, CancellationToken cancellationToken) =>
        text.Contains("return", StringComparison.Ordinal)
        && await _parser.CheckAsync(text, ProgramGoal.Module, cancellationToken).ConfigureAwait(false) is not null;

    private static bool MayBeModule(string text) =>
        text.Contains("export", StringComparison.Ordinal) || text.Contains("import", StringComparison.Ordinal);

    private static int CountLines(string text) => text.AsSpan().Count('\n') + 1;

    private static ProgramException ImportError(string module) => new(new CodeError
    {
        Kind = CodeErrorKind.Parse,
        Name = ImportErrorName,
        Message = $"The program imports '{(module.Length > 100 ? module[..100] : module)}'; there are no modules here.",
        Hint = "Leave the import out: the functions are globals.",
    });

    private static ProgramException Problem(string message, int? line, int? column) =>
        new(new CodeError { Kind = CodeErrorKind.Parse, Name = "SyntaxError", Message = message, Line = line, Column = column });

    private readonly record struct Attempt(ProgramText? Program, ProgramException? Error = null)
    {
        internal Attempt(ProgramException error)
            : this(null, error)
        {
        }
    }
}

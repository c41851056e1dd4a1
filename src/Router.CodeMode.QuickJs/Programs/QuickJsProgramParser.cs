using System.Text.Json;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Libraries;
using Router.CodeMode.QuickJs.Machines;

namespace Router.CodeMode.QuickJs.Programs;

/// <summary>
/// Parses programs with QuickJS itself, rewrites them with acorn and strips their types with sucrase: all of it in sandboxes, a fresh one for each
/// text. Whatever engine then runs the programs, this can read them. Thread-safe.
/// </summary>
public sealed class QuickJsProgramParser : IProgramParser, IAsyncDisposable
{
    private static readonly CodeLimits CheckLimits = new() { Cpu = TimeSpan.FromSeconds(2), MemoryBytes = 64 << 20 };
    private static readonly CodeLimits LibraryLimits = new() { Cpu = TimeSpan.FromSeconds(10), MemoryBytes = 128 << 20, ResultBytes = 32 << 20 };

    private readonly QuickJsEngine _engine;
    private readonly bool _owned;
    private readonly QuickJsSyntax _syntax;
    private readonly QuickJsLibrary _rewriter;
    private readonly QuickJsLibrary _stripper;

    /// <summary>Makes a parser.</summary>
    /// <param name="engine">On whose threads it works; it is not disposed. Null: an engine of its own, started when it is needed.</param>
    public QuickJsProgramParser(QuickJsEngine? engine = null)
    {
        _owned = engine is null;
        _engine = engine ?? new QuickJsEngine();
        _syntax = new QuickJsSyntax(_engine, CheckLimits);
        _rewriter = new QuickJsLibrary(_engine, () => ToolchainSource.Read("rewrite.js"), LibraryLimits);
        _stripper = new QuickJsLibrary(_engine, () => ToolchainSource.Read("strip.js"), LibraryLimits);
    }

    /// <inheritdoc/>
    public async ValueTask<ProgramProblem?> CheckAsync(string text, ProgramGoal goal, CancellationToken cancellationToken) =>
        await _syntax.CheckAsync(text, goal, cancellationToken).ConfigureAwait(false) is { } failure
            ? new ProgramProblem(failure.Message, failure.Line, failure.Column)
            : null;

    /// <inheritdoc/>
    public async ValueTask<ProgramRewrite> RewriteAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            string answer = await _rewriter.CallAsync("rewrite", ToJson(source), cancellationToken).ConfigureAwait(false);
            RewriteAnswer read = JsonSerializer.Deserialize(answer, ToolchainJson.Default.RewriteAnswer)!;
            return new ProgramRewrite
            {
                Body = read.Body,
                Form = read.Form,
                Insertion = read.Inserted,
                Problem = read.Error,
                Import = read.Imports,
            };
        }
        catch (ProgramEndedException exception)
        {
            return new ProgramRewrite { Problem = new ProgramProblem($"The program cannot be read within the limits. {exception.Failure.Message}", null, null) };
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string?> StripTypesAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            string answer = await _stripper.CallAsync("strip", ToJson(source), cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(answer, ToolchainJson.Default.StripAnswer)!.Text;
        }
        catch (ProgramEndedException)
        {
            // It is told as what it is without types: no program.
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ProgramCall>> FindCallsAsync(string body, CancellationToken cancellationToken)
    {
        try
        {
            string answer = await _rewriter.CallAsync("calls", ToJson(body), cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(answer, ToolchainJson.Default.IReadOnlyListProgramCall)!;
        }
        catch (ProgramEndedException)
        {
            return [];
        }
    }

    /// <summary>Ends what it started.</summary>
    public ValueTask DisposeAsync() => _owned ? _engine.DisposeAsync() : ValueTask.CompletedTask;

    private static string ToJson(string source) => JsonSerializer.Serialize(source, ToolchainJson.Default.String);
}

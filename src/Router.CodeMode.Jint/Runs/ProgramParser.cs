using System.Text.Json;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Jint;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;
using Router.CodeMode.Programs;

namespace Router.CodeMode.Jint.Runs;

/// <summary>Parses what Jint runs.</summary>
internal static partial class ProgramParser
{
    private const int HeadLines = 1;

    /// <summary>The prelude, parsed once for all programs.</summary>
    public static Prepared<Script> Prelude { get; } = global::Jint.Engine.PrepareScript(
        Eval().Replace(PreludeSource.Text, match => $"{{ {Unquote(match.Groups[1].Value)} }}"), "prelude.js");

    /// <summary>The program, or why it is none.</summary>
    public static (Prepared<Script> Script, ScriptFailure? Failure) Parse(ProgramText program, bool allowBigInt)
    {
        try
        {
            Prepared<Script> script = global::Jint.Engine.PrepareScript(
                PreludeProtocol.ProgramHead + program.Body + PreludeProtocol.ProgramTail, PreludeProtocol.FileName);
            Literal? big = allowBigInt ? null : script.Program!.DescendantNodes().OfType<BigIntLiteral>().FirstOrDefault();
            return big is null
                ? (script, null)
                : (default, Fail(
                    "There is no BigInt here.", big.Location.Start.Line, big.Location.Start.Column, "Use numbers, or strings of digits."));
        }
        catch (Exception exception) when (Find(exception) is { } error)
        {
            return (default, Fail(error.Error?.Description ?? error.Message, error.LineNumber, error.Column, null));
        }
    }

    private static string Unquote(string literal)
    {
        using JsonDocument document = JsonDocument.Parse(literal);
        return document.RootElement.GetString()!;
    }

    // The prelude keeps parts of itself as text until they are needed. Here no text becomes code, and all is parsed but once for all programs.
    [GeneratedRegex("""\beval\(("(?:[^"\\]|\\.)*")\)""", RegexOptions.CultureInvariant)]
    private static partial Regex Eval();

    private static ParseErrorException? Find(Exception? exception) =>
        exception is null ? null : exception as ParseErrorException ?? Find(exception.InnerException);

    private static ScriptFailure Fail(string message, int line, int column, string? hint) =>
        new(CodeErrorKind.Parse, message, "SyntaxError", line > HeadLines ? line - HeadLines : null, line > HeadLines ? column + 1 : null, hint);
}

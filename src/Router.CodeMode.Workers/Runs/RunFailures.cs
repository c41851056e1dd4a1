using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;

namespace Router.CodeMode.Workers.Runs;

/// <summary>Failures in the words of <see cref="CodeErrorKind"/>.</summary>
internal static class RunFailures
{
    private const string SyntaxError = "SyntaxError: ";

    public static ScriptFailure Timeout { get; } =
        new(CodeErrorKind.Timeout, "The program used all of the processor time that it may use.");

    public static ScriptFailure Memory { get; } = new(CodeErrorKind.Memory, "The program used all of the memory that it may use.");

    public static ScriptFailure Of(RunVerdict verdict) => verdict == RunVerdict.Memory ? Memory : Timeout;

    /// <summary>What <c>F</c> frames say: the isolate ended by itself, or never began.</summary>
    /// <param name="body">The frame.</param>
    /// <param name="loaded">Whether the program had been loaded.</param>
    /// <exception cref="ScriptEngineException">The frame says nothing of the kind.</exception>
    public static ScriptFailure Read(ReadOnlyMemory<byte> body, bool loaded)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Read(document.RootElement, loaded);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ScriptEngineException("The place where the program ran told of a failure that cannot be read.", exception);
        }
    }

    private static ScriptFailure Read(JsonElement root, bool loaded)
    {
        string name = root.GetProperty("name").GetString() ?? "Error";
        string message = root.GetProperty("message").GetString() ?? string.Empty;
        if (message.Contains("CPU time limit", StringComparison.OrdinalIgnoreCase))
        {
            return Timeout;
        }

        if (message.Contains("memory limit", StringComparison.OrdinalIgnoreCase))
        {
            return Memory;
        }

        if (loaded)
        {
            return new ScriptFailure(CodeErrorKind.Program, "The program ended the sandbox that it ran in.", name);
        }

        string stack = root.GetProperty("stack").GetString() ?? string.Empty;
        (int? line, int? column) = PreludeProtocol.ReadPlace(message);
        if (line is null)
        {
            (line, column) = PreludeProtocol.ReadPlace(stack);
        }

        return message.Contains(SyntaxError, StringComparison.Ordinal) || name == "SyntaxError"
            // The columns of what does not parse are counted from 0, unlike those of what runs, and the first is left out.
            ? new ScriptFailure(CodeErrorKind.Parse, Bare(message), "SyntaxError", line, line is null ? null : (column ?? 0) + 1)
            : new ScriptFailure(CodeErrorKind.Parse, $"The text is no body of a function: {Bare(message)}", name, line, column);
    }

    // "Failed to start Worker:\nUncaught SyntaxError: Unexpected token ';'\n  at code.js:2:12\n": the words between.
    private static string Bare(string message)
    {
        const string Mark = "Uncaught ";
        int mark = message.IndexOf(Mark, StringComparison.Ordinal);
        string words = mark < 0 ? message : message[(mark + Mark.Length)..];
        words = words.StartsWith(SyntaxError, StringComparison.Ordinal) ? words[SyntaxError.Length..] : words;
        int end = words.IndexOf('\n', StringComparison.Ordinal);
        return (end < 0 ? words : words[..end]).Trim();
    }
}

using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Prelude;

namespace Router.CodeMode.Workers.Wire;

/// <summary>Reads what an isolate says it did. The program shares the isolate: nothing of it can be trusted to have any shape.</summary>
internal static class StepReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>The step, or a failure of the program's own where it is none.</summary>
    public static ScriptStep Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Options);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 4 ? Read(root) : Broken();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return Broken();
        }
    }

    private static ScriptStep Read(JsonElement root)
    {
        List<ScriptCall> calls = new(root[0].GetArrayLength());
        foreach (JsonElement call in root[0].EnumerateArray())
        {
            calls.Add(new ScriptCall(call[0].GetInt32(), Text(call[1]), Text(call[2])));
        }

        List<CodeLog> logs = new(root[1].GetArrayLength());
        foreach (JsonElement log in root[1].EnumerateArray())
        {
            logs.Add(new CodeLog(Text(log[0]), Text(log[1])));
        }

        return new ScriptStep { Calls = calls, Logs = logs, LogsDropped = root[2].GetInt32(), Outcome = Outcome(root[3]) };
    }

    private static ScriptOutcome? Outcome(JsonElement done)
    {
        if (done.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        string? text = done[1].ValueKind == JsonValueKind.Null ? null : done[1].GetString();
        return done[0].GetBoolean()
            ? new ScriptOutcome { Value = text }
            : new ScriptOutcome { Failure = PreludeProtocol.ReadFailure(text) };
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException();

    private static ScriptStep Broken() => new()
    {
        Outcome = new ScriptOutcome
        {
            Failure = new ScriptFailure(CodeErrorKind.Program, "The program changed the language itself so far that its results could not be read."),
        },
    };
}

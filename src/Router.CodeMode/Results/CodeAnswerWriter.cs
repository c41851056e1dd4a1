using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Results;

/// <summary>
/// Turns what became of a run into what a model reads: <c>{ result, logs, calls, error? }</c>. Bytes leave it, personal values are masked, and what
/// is over the budget is shortened, with the whole as an artifact. It never says to try again: calls that were made would be made again.
/// </summary>
internal sealed class CodeAnswerWriter(CodeSession session)
{
    private const int LogEntryCharacters = 2_000;

    // A small budget is one for all of the answer.
    private int ErrorCharacters => Math.Min(2_000, session.Options.ResultTokens);

    private int NamesShown => Math.Clamp(session.Options.ResultTokens / 50, 4, 40);

    internal async ValueTask<CodeAnswer> WriteAsync(CodeResult run, CancellationToken cancellationToken)
    {
        List<AIContent> contents = [];
        JsonElement? whole = run.Value is { ValueKind: not JsonValueKind.Undefined } value
            ? await TakeBytesAsync(value, contents, cancellationToken).ConfigureAwait(false)
            : null;
        int budget = session.Options.ResultTokens;
        string rest = ModelJson.Write(writer =>
        {
            writer.WriteStartObject();
            WriteLogs(writer, run, budget / 4);
            WriteCalls(writer, run.Calls);
            WriteError(writer, run);
            writer.WriteEndObject();
        })[1..];
        (string result, bool shortened) = ("null", false);
        string artifact = string.Empty;
        if (whole is { } given)
        {
            JsonElement shown = session.Vault?.Mask(given) ?? given;

            // What an artifact costs to mention is left free, so that mentioning it breaks no budget.
            int left = Math.Max(50, budget - session.Counter.Count(rest) - 80);
            (result, shortened) = JsonShortener.Fit(shown, left, session.Counter);
            artifact = shortened ? await KeepAsync(given, cancellationToken).ConfigureAwait(false) : string.Empty;
        }

        return new CodeAnswer($$"""{"result":{{result}}{{artifact}},{{rest}}""", contents, run.Status == CodeStatus.Failed);
    }

    private async ValueTask<string> KeepAsync(JsonElement whole, CancellationToken cancellationToken)
    {
        string? id = await session.Artifacts.AddAsync(session.Key, new Artifact("application/json", whole, default), cancellationToken).ConfigureAwait(false);
        string what = id is null
            ? "The result is shortened, and too large to be kept: return less."
            : $"The result is shortened. The whole, for later programs: await artifacts.read(\"{id}\", {{ path, offset, limit }})";
        return $",\"shortened\":{ModelJson.Quote(what)}" + (id is null ? string.Empty : $",\"artifact\":{ModelJson.Quote(id)}");
    }

    // Base64 in the text of a model costs a token for every character and a half, and tells it nothing.
    private async ValueTask<JsonElement> TakeBytesAsync(JsonElement value, List<AIContent> contents, CancellationToken cancellationToken)
    {
        List<byte[]> found = [];
        JsonRewriter.Rewrite(value, (_, part) => Collect(part, found));
        if (found.Count == 0)
        {
            return value;
        }

        List<string> told = [];
        foreach (byte[] bytes in found)
        {
            string mediaType = BinaryParts.MediaType(bytes);
            string? id = await session.Artifacts.AddAsync(session.Key, new Artifact(mediaType, null, bytes), cancellationToken).ConfigureAwait(false);
            bool shown = mediaType.StartsWith("image/", StringComparison.Ordinal) && bytes.Length <= session.Options.BinaryContentBytes;
            if (shown)
            {
                contents.Add(new DataContent(bytes, mediaType) { Name = id });
            }

            told.Add(ModelJson.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("mediaType", mediaType);
                writer.WriteNumber("bytes", bytes.Length);
                writer.WriteString("artifact", id);
                writer.WriteBoolean("attached", shown);
                writer.WriteEndObject();
            }));
        }

        int next = 0;
        return JsonRewriter.Rewrite(value, (_, part) => BinaryParts.Read(part) is null ? null : told[next++]);
    }

    private static string? Collect(JsonElement part, List<byte[]> found)
    {
        if (BinaryParts.Read(part) is not { } bytes)
        {
            return null;
        }

        found.Add(bytes);
        return "null";
    }

    private void WriteLogs(Utf8JsonWriter writer, CodeResult run, int tokens)
    {
        writer.WriteStartArray("logs");
        int written = 0;
        int used = 0;
        foreach (CodeLog log in run.Logs)
        {
            string text = JsonShortener.Cut(Masked(log.Level == "log" ? log.Text : $"{log.Level}: {log.Text}"), LogEntryCharacters);
            used += session.Counter.Count(text) + 3;
            if (used > tokens)
            {
                break;
            }

            writer.WriteStringValue(text);
            written++;
        }

        int missing = run.Logs.Count - written + run.LogsDropped;
        if (missing > 0)
        {
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"… {missing} more entries, or parts of entries, left out"));
        }

        writer.WriteEndArray();
    }

    private void WriteCalls(Utf8JsonWriter writer, IReadOnlyList<CodeCallRecord> calls)
    {
        writer.WriteStartObject("calls");
        IGrouping<string, CodeCallRecord>[] byName = [.. calls.GroupBy(call => call.Call.Name, StringComparer.Ordinal)];
        foreach (IGrouping<string, CodeCallRecord> group in byName.Take(NamesShown))
        {
            if (group.All(call => call.Status == CodeCallStatus.Succeeded))
            {
                writer.WriteNumber(JsonShortener.Cut(group.Key, 80), group.Count());
                continue;
            }

            writer.WriteStartObject(JsonShortener.Cut(group.Key, 80));
            foreach (IGrouping<CodeCallStatus, CodeCallRecord> status in group.GroupBy(call => call.Status).OrderBy(status => status.Key))
            {
                writer.WriteNumber(Name(status.Key), status.Count());
            }

            writer.WriteEndObject();
        }

        if (byName.Length > NamesShown)
        {
            writer.WriteNumber("… other functions", byName.Length - NamesShown);
        }

        writer.WriteEndObject();
    }

    private void WriteError(Utf8JsonWriter writer, CodeResult run)
    {
        CodeError? error = run.Error ?? (run.Status == CodeStatus.Suspended ? Sleeping(run) : null);
        if (error is null)
        {
            return;
        }

        writer.WriteStartObject("error");
        writer.WriteString("kind", error.Kind.ToString());
        if (error.Name is { } name && name != "CodeError")
        {
            writer.WriteString("name", JsonShortener.Cut(Masked(name), 100));
        }

        writer.WriteString("message", JsonShortener.Cut(Masked(error.Message), ErrorCharacters));
        if (error.Line is { } line)
        {
            writer.WriteNumber("line", line);
        }

        if (error.Column is { } column)
        {
            writer.WriteNumber("column", column);
        }

        if (error.Hint is { } hint)
        {
            writer.WriteString("hint", JsonShortener.Cut(Masked(hint), ErrorCharacters));
        }

        if (error.FinishedWrites.Count > 0)
        {
            writer.WriteStartArray("finishedWrites");
            foreach (string write in error.FinishedWrites.Take(NamesShown))
            {
                writer.WriteStringValue(write);
            }

            if (error.FinishedWrites.Count > NamesShown)
            {
                writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"… {error.FinishedWrites.Count - NamesShown} more"));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    // A run that waits for decisions never comes here; this one waits for what only the application can bring.
    private static CodeError Sleeping(CodeResult run) => new()
    {
        Kind = CodeErrorKind.Engine,
        Message = run.Suspension is { Pending.Count: > 0 } waiting
            ? $"The program sleeps until {string.Join(", ", waiting.Pending.Select(call => call.Name).Distinct().Take(5))} has a result. The application can wake run {run.RunId}."
            : $"The program was put to sleep. The application can wake run {run.RunId}.",
    };

    private string Masked(string text) => session.Vault?.Mask(null, text) ?? text;

    private static string Name(CodeCallStatus status) => status switch
    {
        CodeCallStatus.Succeeded => "ok",
        CodeCallStatus.Queued => "notMade",
        CodeCallStatus.Failed => "failed",
        CodeCallStatus.Refused => "refused",
        CodeCallStatus.InDoubt => "inDoubt",
        CodeCallStatus.AwaitingApproval => "awaitingApproval",
        _ => "running",
    };
}

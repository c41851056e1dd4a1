using System.Text.Json;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Results;

/// <summary>The functions that every program has besides those of the catalogue: artifacts, stored values, progress, snippets.</summary>
internal sealed class SessionFunctions(CodeSession session, string callId, SnippetRunner? snippets)
{
    internal const string ReadArtifact = "artifacts.read";

    private const string SnippetPrefix = "snippets.";
    private const string ReadUsage = "await artifacts.read(\"a1\", { path: \"items[10].name\", offset: 0, limit: 50 })";
    private const string SetUsage = "await store(\"key\", value)";
    private const string GetUsage = "await load(\"key\")";

    private static readonly CodeFunction[] Always =
    [
        new() { Name = ReadArtifact, ReadOnly = true, Idempotent = true },
        new() { Name = "artifacts.list", ReadOnly = true, Idempotent = true },
        new() { Name = "store", ReadOnly = true, Idempotent = true },
        new() { Name = "load", ReadOnly = true, Idempotent = true },
        new() { Name = "store.set", ReadOnly = true, Idempotent = true },
        new() { Name = "store.get", ReadOnly = true, Idempotent = true },
        new() { Name = "store.delete", ReadOnly = true, Idempotent = true },
        new() { Name = "notify", ReadOnly = true, Idempotent = true },
    ];

    internal IEnumerable<string> Roots => snippets is null ? ["artifacts", "store", "load", "notify"] : ["artifacts", "store", "load", "notify", "snippets"];

    internal CodeFunction? Find(string name) => Array.Find(Always, function => function.Name == name)
        ?? (SnippetOf(name) is null ? null : new CodeFunction { Name = name });

    internal async ValueTask<CodeCallResult> InvokeAsync(CodeCall call, CancellationToken cancellationToken)
    {
        CallArguments arguments = new(call.Name, call.Arguments);
        switch (call.Name)
        {
            case ReadArtifact:
                return await ReadAsync(arguments, cancellationToken).ConfigureAwait(false);
            case "artifacts.list":
                IReadOnlyList<string> ids = await session.Artifacts.ListAsync(session.Key, cancellationToken).ConfigureAwait(false);
                return CodeCallResult.Success(ModelJson.Parse($"[{string.Join(',', ids.Select(ModelJson.Quote))}]"));
            case "load" or "store.get":
                return CodeCallResult.Success(
                    await session.Values.GetAsync(session.Key, arguments.Text(0, "key", GetUsage), cancellationToken).ConfigureAwait(false));
            case "store" or "store.set":
                await session.Values.SetAsync(session.Key, arguments.Text(0, "key", SetUsage), arguments.Find(1, "value"), cancellationToken).ConfigureAwait(false);
                return CodeCallResult.Success(null);
            case "store.delete":
                await session.Values.SetAsync(session.Key, arguments.Text(0, "key", GetUsage), null, cancellationToken).ConfigureAwait(false);
                return CodeCallResult.Success(null);
            case "notify":
                JsonElement told = call.Arguments.ValueKind == JsonValueKind.Array && call.Arguments.GetArrayLength() == 1 ? call.Arguments[0] : call.Arguments;
                session.Progress?.Invoke(new CodeModeProgress(callId, call.RunId, told.Clone()));
                return CodeCallResult.Success(null);
            default:
                return await snippets!.RunAsync(SnippetOf(call.Name)!, call, cancellationToken).ConfigureAwait(false);
        }
    }

    private Snippet? SnippetOf(string name) =>
        snippets is not null && name.StartsWith(SnippetPrefix, StringComparison.Ordinal) ? session.Options.Snippets?.Find(name[SnippetPrefix.Length..]) : null;

    private async ValueTask<CodeCallResult> ReadAsync(CallArguments arguments, CancellationToken cancellationToken)
    {
        string id = arguments.Text(0, "id", ReadUsage);
        string? path = arguments.OptionalText(1, "path", ReadUsage);
        int offset = arguments.OptionalNumber(2, "offset", ReadUsage) ?? 0;
        int? limit = arguments.OptionalNumber(3, "limit", ReadUsage);
        Artifact? artifact = await session.Artifacts.GetAsync(session.Key, id, cancellationToken).ConfigureAwait(false);
        if (artifact is null)
        {
            IReadOnlyList<string> ids = await session.Artifacts.ListAsync(session.Key, cancellationToken).ConfigureAwait(false);
            return CodeCallResult.Failure(new CodeError
            {
                Kind = CodeErrorKind.InvalidArguments,
                Message = $"There is no artifact '{JsonShortener.Cut(id, 40)}'.",
                Hint = ids.Count > 0 ? $"There are: {string.Join(", ", ids)}." : "None is kept: they belong to one session and expire.",
            });
        }

        return CodeCallResult.Success(artifact.Value is { } value
            ? ArtifactPath.Read(value, path, offset, limit)
            : ModelJson.Parse($$"""{"$bytes":"{{Convert.ToBase64String(Part(artifact.Bytes, offset, limit).Span)}}"}"""));
    }

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> bytes, int offset, int? limit)
    {
        int start = Math.Min(offset, bytes.Length);
        return bytes.Slice(start, Math.Min(limit ?? int.MaxValue, bytes.Length - start));
    }
}

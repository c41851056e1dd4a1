using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>Models call functions of the catalogue, or a search that they know from elsewhere, as if these were tools. They are told how to.</summary>
internal static class MisdirectedCalls
{
    private const int ArgumentCharacters = 600;

    // Two to this power names are tried at most.
    private const int Separators = 8;

    private static readonly FrozenSet<string> Searches = FrozenSet.Create(
        StringComparer.Ordinal,
        "search", "searchtools", "toolssearch", "toolsearch", "searchtool", "searchfunctions", "searchcode", "searchdocs", "searchcatalog", "searchcatalogue",
        "find", "findtools", "findtool", "findfunctions", "describe", "describetool", "describetools", "describefunction", "toolsdescribe", "toolsinfo",
        "listtools", "toolslist", "listfunctions", "functionslist", "gettools", "getschema", "getfunctiondetails", "gettooldetails", "help", "docs",
        "codemodesearch", "codemodedescribe", "discover", "discovertools", "generate", "generatecode");

    private static readonly FrozenSet<string> Runs = FrozenSet.Create(
        StringComparer.Ordinal,
        "execute", "exec", "run", "runcode", "runjavascript", "executejavascript", "executecode", "executeprogram", "runprogram", "eval", "codemode", "code",
        "codeinterpreter", "javascript", "executetypescript", "calltoolchain");

    /// <summary>The answer to a call of what is no tool. Null: nobody knows what was meant.</summary>
    internal static async ValueTask<string?> AnswerAsync(CodeTools tools, FunctionCallContent call, CancellationToken cancellationToken)
    {
        if (Resolve(tools.Session.Functions.Dispatcher, call.Name) is { } function)
        {
            string declaration = tools.Session.Functions.Guide.Describe(function.Name) is { } text ? $"\n\n{text}" : string.Empty;
            return $"{JsonShortener.Cut(call.Name, 100)} is no tool of its own; programs call it. Call {ToolDefinitions.ExecuteName} with a program such as:\n"
                + $"return await {function.Name}({Arguments(call)});{declaration}";
        }

        string plain = string.Concat(call.Name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        if (Searches.Contains(plain))
        {
            string? task = call.Arguments is null ? null : string.Join(' ', call.Arguments.Select(argument => ToolArgument.AsText(argument.Value)).OfType<string>());
            return string.IsNullOrWhiteSpace(task)
                ? $"Functions are found with {ToolDefinitions.GenerateName}: give it the task in words."
                : $"Functions are found with {ToolDefinitions.GenerateName}, which answers:\n\n{(await tools.Generate.SliceAsync(task, cancellationToken).ConfigureAwait(false)).Text}";
        }

        return Runs.Contains(plain) ? $"Programs are run with {ToolDefinitions.ExecuteName}: give it JavaScript as \"{ToolDefinitions.ExecuteParameter}\"." : null;
    }

    /// <summary>Whether <see cref="AnswerAsync"/> would have an answer.</summary>
    internal static bool Knows(CodeTools tools, string name) =>
        Resolve(tools.Session.Functions.Dispatcher, name) is not null
        || string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant() is var plain && (Searches.Contains(plain) || Runs.Contains(plain));

    private static CodeFunction? Resolve(ICodeDispatcher dispatcher, string name)
    {
        string[] prefixes = ["functions.", "tools.", "mcp__", "codemode."];
        string bare = prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? name[found.Length..] : name;
        return dispatcher.Find(name) ?? dispatcher.Find(bare) ?? Glued(dispatcher, bare);
    }

    // github_issues_list may be github.issues.list, github.issues_list or github_issues.list: only the dispatcher knows.
    private static CodeFunction? Glued(ICodeDispatcher dispatcher, string name)
    {
        string single = name.Replace("__", "_", StringComparison.Ordinal).Replace("::", ".", StringComparison.Ordinal).Replace('/', '.');
        string[] whole = name.Split("__", StringSplitOptions.RemoveEmptyEntries);
        if (whole.Length > 1 && dispatcher.Find(string.Join('.', whole)) is { } byPair)
        {
            return byPair;
        }

        int[] places = [.. Enumerable.Range(0, single.Length).Where(index => single[index] is '_' or '-').Take(Separators)];
        char[] candidate = single.ToCharArray();
        for (int dots = (1 << places.Length) - 1; dots >= 0; dots--)
        {
            for (int i = 0; i < places.Length; i++)
            {
                candidate[places[i]] = (dots >> i & 1) == 1 ? '.' : single[places[i]];
            }

            if (dispatcher.Find(new string(candidate)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Arguments(FunctionCallContent call)
    {
        if (call.Arguments is not { Count: > 0 } arguments)
        {
            return "{ … }";
        }

        try
        {
            string json = ArgumentJson.Write(arguments);
            return json.Length <= ArgumentCharacters ? json : "{ … }";
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return "{ … }";
        }
    }
}

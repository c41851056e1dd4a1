using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>The tool that tells a model which functions its task needs.</summary>
internal sealed class GenerateCodeFunction(CodeSession session) : AIFunction
{
    private const int SnippetsShown = 20;

    public override string Name => ToolDefinitions.GenerateName;

    public override string Description => ToolDefinitions.GenerateDescription;

    public override JsonElement JsonSchema => ToolDefinitions.GenerateSchema;

    /// <summary>The slice for a task, without a draft.</summary>
    internal async ValueTask<SdkSlice> SliceAsync(string task, CancellationToken cancellationToken)
    {
        string snippets = Snippets();
        int budget = Math.Max(100, session.Options.SliceTokens - session.Counter.Count(snippets));
        SdkSlice slice = await session.Functions.Guide.SliceAsync(task, budget, cancellationToken).ConfigureAwait(false);
        return snippets.Length == 0 ? slice : slice with { Declarations = $"{slice.Declarations}\n\n{snippets}" };
    }

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        CallSlot? slot = CallSlot.Of(arguments);
        if (ToolArgument.Text(arguments, ToolDefinitions.GenerateParameter) is not { } task)
        {
            slot?.Failed = true;
            return ToolArgument.Missing(Name, ToolDefinitions.GenerateParameter, "what is to be done, in words");
        }

        SdkSlice slice = await SliceAsync(task, cancellationToken).ConfigureAwait(false);
        if (session.Options.Coder is null)
        {
            return slice.Text;
        }

        ProgramDraft draft = await new ProgramDrafter(session).DraftAsync(task, slice, cancellationToken).ConfigureAwait(false);
        slot?.Usage = draft.Usage;
        return draft.Program is { } program
            ? $"This program was checked against the declarations; pass it to {ToolDefinitions.ExecuteName}, or change it first:\n\n{program}\n\n{slice.Declarations}"
            : slice.Text;
    }

    private string Snippets()
    {
        Snippet[] all = [.. (session.Options.Snippets?.All ?? []).OrderBy(snippet => snippet.Name, StringComparer.Ordinal)];
        if (all.Length == 0)
        {
            return string.Empty;
        }

        // They share the budget with the declarations, and must not take it all.
        List<string> lines = ["// Programs that people have approved:"];
        int left = (session.Options.SliceTokens / 3) - session.Counter.Count(lines[0]);
        foreach (Snippet snippet in all.Take(SnippetsShown))
        {
            string line = $"// await snippets.{snippet.Name}(…): {JsonShortener.Cut(snippet.Description.ReplaceLineEndings(" "), 160)}";
            left -= session.Counter.Count(line) + 1;
            if (left < 0 && lines.Count > 1)
            {
                break;
            }

            lines.Add(line);
        }

        if (all.Length >= lines.Count)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"// … {all.Length - lines.Count + 1} more"));
        }

        return string.Join('\n', lines);
    }
}

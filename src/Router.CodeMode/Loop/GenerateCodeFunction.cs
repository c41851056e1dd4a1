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
        IReadOnlyCollection<Snippet> all = session.Options.Snippets?.All ?? [];
        return all.Count == 0
            ? string.Empty
            : "// Programs that people have approved:\n" + string.Join('\n', all
                .OrderBy(snippet => snippet.Name, StringComparer.Ordinal)
                .Take(SnippetsShown)
                .Select(snippet => $"// await snippets.{snippet.Name}(…): {JsonShortener.Cut(snippet.Description.ReplaceLineEndings(" "), 160)}"));
    }
}

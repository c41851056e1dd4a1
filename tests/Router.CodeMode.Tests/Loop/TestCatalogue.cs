using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;

namespace Router.CodeMode.Tests.Loop;

/// <summary>Functions as programs see them: <c>github_list</c> is <c>github.list</c>.</summary>
internal sealed class TestCatalogue(params AIFunction[] registered) : ICodeModeCatalogue
{
    internal bool KnowsSchemas { get; init; } = true;

    internal TestGuide Guide { get; } = new();

    public ValueTask<IReadOnlyList<AIFunction>> GetToolsAsync(CancellationToken cancellationToken) => new(registered);

    public ValueTask<CodeModeFunctions> OpenAsync(IReadOnlyList<AIFunction> functions, CancellationToken cancellationToken)
    {
        TestDispatcher dispatcher = new([.. functions, .. registered]);
        return new(new CodeModeFunctions(dispatcher, Guide)
        {
            ResultSchema = name => KnowsSchemas && dispatcher.Function(name) is { } function ? function.ReturnJsonSchema : null,
        });
    }

    internal static string ProgramName(string name) => name.Replace('_', '.');

    internal sealed class TestGuide : ISdkGuide
    {
        internal List<(string Task, int Budget)> Asked { get; } = [];

        public ValueTask<SdkSlice> SliceAsync(string task, int tokenBudget, CancellationToken cancellationToken)
        {
            Asked.Add((task, tokenBudget));
            return new(new SdkSlice($"declare function for({task})", "mail (3)", "return 1;"));
        }

        public string? Describe(string name) => $"declare {name}";

        public string? Suggest(string name) => name == "githab_list" ? "github.list" : null;
    }

    private sealed class TestDispatcher(IReadOnlyList<AIFunction> functions) : ICodeDispatcher
    {
        public IReadOnlyCollection<string> Roots => [.. functions.Select(function => ProgramName(function.Name).Split('.')[0]).Distinct()];

        public CodeFunction? Find(string name) => Function(name) is { } function
            ? new CodeFunction { Name = ProgramName(function.Name), RequiresApproval = function.GetService<ApprovalRequiredAIFunction>() is not null }
            : null;

        public string? Suggest(string name) => null;

        public async ValueTask<CodeCallResult> InvokeAsync(CodeCall codeCall, CancellationToken cancellationToken)
        {
            AIFunctionArguments arguments = new();
            foreach (JsonProperty member in codeCall.Arguments[0].EnumerateObject())
            {
                arguments[member.Name] = member.Value.Clone();
            }

            object? result = await Function(codeCall.Name)!.InvokeAsync(arguments, cancellationToken);
            return CodeCallResult.Success(result is JsonElement element ? element : JsonDocument.Parse($"\"{result}\"").RootElement);
        }

        internal AIFunction? Function(string name) => functions.FirstOrDefault(function => ProgramName(function.Name) == name || function.Name == name);
    }
}

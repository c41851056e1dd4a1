using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.CodeMode.Execution;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>How a <see cref="CodeModeChatClient"/> works. Immutable; <see cref="Validate"/> says what is out of range.</summary>
public sealed record CodeModeOptions
{
    /// <summary>
    /// The key in <see cref="ChatOptions.AdditionalProperties"/> by which a request decides, true or false, where the policy is
    /// <see cref="CodeModePolicy.OptIn"/> or <see cref="CodeModePolicy.Auto"/>. No provider is told of it.
    /// </summary>
    public const string RequestProperty = "router.codeMode";

    /// <summary>Which requests are served by Code Mode. Default: <see cref="CodeModePolicy.Auto"/>.</summary>
    public CodeModePolicy Policy { get; init; } = CodeModePolicy.Auto;

    /// <summary>Exceptions by route and model; the first that fits decides. Default none.</summary>
    public IReadOnlyList<CodeModeRule> Rules { get; init; } = [];

    /// <summary>With <see cref="CodeModePolicy.Auto"/>: definitions of up to this many tokens stay direct. Default 3,000; 0 or more.</summary>
    public int DirectTokens { get; init; } = CodeModeDefaults.DirectTokens;

    /// <summary>With <see cref="CodeModePolicy.Auto"/>: up to this many functions stay direct, if their tokens do. Default 40; 0 or more.</summary>
    public int DirectFunctions { get; init; } = CodeModeDefaults.DirectFunctions;

    /// <summary>Runs the programs. Needed for every policy but <see cref="CodeModePolicy.Off"/>.</summary>
    public ICodeExecutor? Executor { get; init; }

    /// <summary>Knows the functions. Needed for every policy but <see cref="CodeModePolicy.Off"/>.</summary>
    public ICodeModeCatalogue? Catalogue { get; init; }

    /// <summary>What one program may use. Default: <see cref="CodeLimits.Default"/>.</summary>
    public CodeLimits Limits { get; init; } = CodeLimits.Default;

    /// <summary>How much of a run outlives this process. Default: <see cref="CodeDurability.OnSuspend"/>.</summary>
    public CodeDurability Durability { get; init; } = CodeDurability.OnSuspend;

    /// <summary>Which tools of a request stay tools of the model besides <see cref="DirectOnlyFunction"/>. Default: none.</summary>
    public Func<AIFunction, bool>? IsDirectOnly { get; init; }

    /// <summary>What one answer of <c>generate_code</c> may take, in tokens. Default 1,500; 100 to 100,000.</summary>
    public int SliceTokens { get; init; } = CodeModeDefaults.SliceTokens;

    /// <summary>What one answer of <c>execute_code</c> may take, in tokens; what is over becomes an artifact. Default 6,000; 200 to 1,000,000.</summary>
    public int ResultTokens { get; init; } = CodeModeDefaults.ResultTokens;

    /// <summary>
    /// The largest image that goes to the model as typed content, in bytes: a <see cref="DataContent"/> in the tool message, beside the result. The
    /// inner client must take it there; chat completions do not. Whatever is binary becomes an artifact besides. Default 0: no image goes; 0 to 64 MiB.
    /// </summary>
    public int BinaryContentBytes { get; init; }

    /// <summary>Counts tokens. Default: an estimate from the kinds of characters.</summary>
    public ITokenCounter? TokenCounter { get; init; }

    /// <summary>A model that drafts whole programs for <c>generate_code</c>; needs a <see cref="ProgramChecker"/>. Default none. Not disposed.</summary>
    public IChatClient? Coder { get; init; }

    /// <summary>Checks what <see cref="Coder"/> drafted. Default none.</summary>
    public IProgramChecker? ProgramChecker { get; init; }

    /// <summary>Keeps what was too large for a model. Default: in memory, for this client.</summary>
    public IArtifactStore? Artifacts { get; init; }

    /// <summary>Keeps what programs store for later ones. Default: in memory, for this client.</summary>
    public ISessionValues? SessionValues { get; init; }

    /// <summary>Programs that people have approved. Default none.</summary>
    public ISnippetStore? Snippets { get; init; }

    /// <summary>Finds personal values, which the model then does not see. Default none: nothing is masked.</summary>
    public IPersonalDataFilter? PersonalData { get; init; }

    /// <summary>Is told of every call. Default none.</summary>
    public ICodeModeObserver? Observer { get; init; }

    /// <summary>The most rounds of calls that one request may take. The model is then asked once more, without functions. Default 40; at least 1.</summary>
    public int MaximumIterationsPerRequest { get; init; } = CodeModeDefaults.Iterations;

    /// <summary>How many rounds with a failed tool may follow each other before its exception is thrown. Default 3; at least 0.</summary>
    public int MaximumConsecutiveErrorsPerRequest { get; init; } = CodeModeDefaults.ConsecutiveErrors;

    /// <summary>
    /// How many rounds of nothing but failed programs and calls of tools that do not exist may follow each other before the model is asked once more,
    /// without functions. Nothing is thrown. Default 5; at least 1.
    /// </summary>
    public int MaximumConsecutiveFailedPrograms { get; init; } = CodeModeDefaults.ConsecutiveFailedPrograms;

    /// <summary>Whether the calls of one round run at the same time. Default false.</summary>
    public bool AllowConcurrentInvocation { get; init; }

    /// <summary>Whether the model reads the messages of exceptions. Default false: they may hold what it must not read.</summary>
    public bool IncludeDetailedErrors { get; init; }

    /// <summary>Whether a call of a tool that nobody knows ends the request and is handed to the caller. Default false.</summary>
    public bool TerminateOnUnknownCalls { get; init; }

    /// <summary>Tools that can be called and that the model is not told of. Default none.</summary>
    public IReadOnlyList<AITool> AdditionalTools { get; init; } = [];

    /// <summary>Invokes a tool in place of <see cref="AIFunction.InvokeAsync"/>; hand the arguments on as they came. Default none.</summary>
    public Func<ToolInvocation, CancellationToken, ValueTask<object?>>? FunctionInvoker { get; init; }

    /// <summary>Whether spans and traces hold arguments and results. Default false.</summary>
    public bool CaptureContent { get; init; }

    /// <summary>Given to direct tools as <see cref="AIFunctionArguments.Services"/>. Default: those of the pipeline, or none.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Makes the logger. Default: that of the pipeline, or none.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Throws where a setting is out of range, or one is missing that another needs.</summary>
    /// <exception cref="ArgumentException">Names the setting, its value and what would be right.</exception>
    public void Validate()
    {
        Check(MaximumIterationsPerRequest, 1, int.MaxValue, nameof(MaximumIterationsPerRequest));
        Check(MaximumConsecutiveErrorsPerRequest, 0, int.MaxValue, nameof(MaximumConsecutiveErrorsPerRequest));
        Check(MaximumConsecutiveFailedPrograms, 1, int.MaxValue, nameof(MaximumConsecutiveFailedPrograms));
        Check(DirectTokens, 0, int.MaxValue, nameof(DirectTokens));
        Check(DirectFunctions, 0, int.MaxValue, nameof(DirectFunctions));
        Check(SliceTokens, 100, 100_000, nameof(SliceTokens));
        Check(ResultTokens, 200, 1_000_000, nameof(ResultTokens));
        Check(BinaryContentBytes, 0, 64 * 1024 * 1024, nameof(BinaryContentBytes));
        Limits.Validate();
        Needs(!UsesPrograms || Executor is not null, nameof(Executor), "runs the programs: set it, or set Policy to Off and leave Rules empty.");
        Needs(!UsesPrograms || Catalogue is not null, nameof(Catalogue), "knows the functions: set it, or set Policy to Off and leave Rules empty.");
        Needs(Coder is null || ProgramChecker is not null, nameof(ProgramChecker), "is needed with a Coder: no program is handed on unchecked.");
    }

    /// <summary>The number of the first token in place of a personal value. Null: any.</summary>
    internal int? FirstPersonalToken { get; init; }

    internal bool UsesPrograms => Policy != CodeModePolicy.Off || Rules.Any(rule => rule.Policy != CodeModePolicy.Off);

    internal ITokenCounter Counter => TokenCounter ?? EstimatingTokenCounter.Instance;

    internal CodeModePolicy PolicyFor(string? route, string? model) =>
        Rules.FirstOrDefault(rule => rule.Fits(route, model))?.Policy ?? Policy;

    private static void Check(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            string range = most == int.MaxValue ? $"at least {least}" : $"at least {least} and at most {most}";
            throw new ArgumentOutOfRangeException(name, value, $"CodeModeOptions.{name} is {value}; it is {range}.");
        }
    }

    private static void Needs(bool holds, string name, string why)
    {
        if (!holds)
        {
            throw new ArgumentException($"CodeModeOptions.{name} {why}", name);
        }
    }
}

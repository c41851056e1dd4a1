using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Results;
using Router.Context;
using Router.Routing;

namespace Router.CodeMode.Loop;

/// <summary>Decides whether a request is served by Code Mode, and writes its tools anew where it is. Thread-safe.</summary>
internal sealed class ToolPlanner
{
    // More sessions than this have personal values at the same time only where nobody ends them.
    private const int Vaults = 1_000;

    private readonly CodeModeOptions _options;
    private readonly IChatClient _inner;
    private readonly ConditionalWeakTable<AITool, StrongBox<int>> _tokens = [];
    private readonly SessionTable<PersonalDataVault> _vaults;
    private readonly IArtifactStore _artifacts;
    private readonly ISessionValues _values;

    internal ToolPlanner(CodeModeOptions options, IChatClient inner)
    {
        _options = options;
        _inner = inner;
        _vaults = new SessionTable<PersonalDataVault>(Vaults, new SessionLimits().Lifetime, options.TimeProvider);
        _artifacts = options.Artifacts ?? new InMemoryArtifactStore(timeProvider: options.TimeProvider);
        _values = options.SessionValues ?? new InMemorySessionValues(timeProvider: options.TimeProvider);
    }

    internal async ValueTask<ToolPlan> PlanAsync(
        ChatOptions? options, bool resumes, Action<CodeModeProgress>? progress, CancellationToken cancellationToken)
    {
        ToolPlan plan = await PlanToolsAsync(options, resumes, progress, cancellationToken).ConfigureAwait(true);
        (string? id, string key) = Session(options);
        return plan with { Vault = plan.Tools is { } tools ? tools.Session.Vault : Vault(id, key) };
    }

    private async ValueTask<ToolPlan> PlanToolsAsync(
        ChatOptions? options, bool resumes, Action<CodeModeProgress>? progress, CancellationToken cancellationToken)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        string? model = options?.ModelId ?? (_inner.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;
        CodeModePolicy policy = _options.PolicyFor((_inner.GetService(typeof(RouteInfo)) as RouteInfo)?.Name, model);
        bool? asked = Asked(options);
        List<AIFunction> hidden = [];
        List<AITool> direct = [];
        string? required = (options?.ToolMode as RequiredChatToolMode)?.RequiredFunctionName;
        foreach (AITool tool in options?.Tools ?? [])
        {
            // What the request insists on being called is a tool of the model, or it could not be called.
            if (tool is AIFunction function && tool.Name != required && !IsDirectOnly(function))
            {
                hidden.Add(function);
            }
            else
            {
                direct.Add(tool);
            }
        }

        IReadOnlyList<AIFunction> registered = _options.Catalogue is { } catalogue
            ? await catalogue.GetToolsAsync(cancellationToken).ConfigureAwait(false)
            : [];
        direct.AddRange(registered.Where(function => function.Name == required && !direct.Exists(tool => tool.Name == required)));
        registered = [.. registered.Where(function => !hidden.Concat(direct).Any(tool => tool.Name == function.Name))];
        int count = hidden.Count + registered.Count;
        resumes &= _options is { Executor: not null, Catalogue: not null };
        if (count == 0 && !resumes)
        {
            return new ToolPlan(Stripped(options), null, null);
        }

        int tokens = policy == CodeModePolicy.Auto ? hidden.Concat(registered).Sum(Tokens) : 0;
        (bool active, string reason) = options?.Tools?.Any(tool => tool is GenerateCodeFunction or ExecuteCodeFunction) is true
            ? (false, "another Code Mode outside of this one serves the request")
            : resumes ? (true, "a program of the conversation waits")
            : Decide(policy, asked, tokens, count);
        CodeModeReport report = new() { Policy = policy, Active = active, Reason = reason, Functions = count, DefinitionTokens = tokens };
        if (!active)
        {
            return new ToolPlan(registered.Count == 0 ? Stripped(options) : With(options, [.. options?.Tools ?? [], .. registered]), null, report);
        }

        CodeTools tools = new(await OpenAsync(hidden, options, context, progress, cancellationToken).ConfigureAwait(false));
        if (direct.FirstOrDefault(tool => tool.Name is ToolDefinitions.GenerateName or ToolDefinitions.ExecuteName) is { } clash)
        {
            throw new InvalidOperationException($"The tool '{clash.Name}' in ChatOptions.Tools has the name of a Code Mode tool: rename it, or set the policy to Off.");
        }

        return new ToolPlan(With(options, [.. direct, tools.Generate, tools.Execute]), tools, report);
    }

    private (bool Active, string Reason) Decide(CodeModePolicy policy, bool? asked, int tokens, int count) => (policy, asked) switch
    {
        (CodeModePolicy.Off, _) => (false, "the policy is off"),
        (CodeModePolicy.Enforced, _) => (true, "the policy is enforced"),
        (_, true) => (true, "the request asked for it"),
        (_, false) => (false, "the request asked not to"),
        (CodeModePolicy.OptIn, _) => (false, "the request did not ask for it"),
        _ when tokens > _options.DirectTokens => (true, $"the definitions come to {tokens} tokens, over {_options.DirectTokens}"),
        _ when count > _options.DirectFunctions => (true, $"there are {count} functions, over {_options.DirectFunctions}"),
        _ => (false, $"{count} functions of {tokens} tokens cost less as tools"),
    };

    private async ValueTask<CodeSession> OpenAsync(
        List<AIFunction> functions, ChatOptions? options, SynchronizationContext? context, Action<CodeModeProgress>? progress, CancellationToken cancellationToken)
    {
        (string? id, string key) = Session(options);
        CodeModeFunctions opened = await _options.Catalogue!.OpenAsync(functions, cancellationToken).ConfigureAwait(false);
        return new CodeSession
        {
            Id = id,
            Key = key,
            Options = _options,
            Functions = opened,

            // What nobody can come back to takes no place from what somebody can.
            Artifacts = id is null && _options.Artifacts is null ? new InMemoryArtifactStore(timeProvider: _options.TimeProvider) : _artifacts,
            Values = id is null && _options.SessionValues is null ? new InMemorySessionValues(timeProvider: _options.TimeProvider) : _values,
            Vault = Vault(id, key),
            Context = context,
            Progress = progress,
        };
    }

    private static (string? Id, string Key) Session(ChatOptions? options)
    {
        RouteContext route = options?.AdditionalProperties?.GetValueOrDefault(RouteContext.PropertyName) as RouteContext ?? RouteContext.Empty;
        string? id = route.Session ?? options?.ConversationId;

        // Without a session nothing outlives the request, rather than being anybody's; a tenant cannot name the session of another, and no session
        // is named like a conversation.
        string kind = route.Session is null ? "c" : "s";
        return (id, id is null ? Guid.NewGuid().ToString("N") : $"{kind}{route.Tenant?.Length ?? -1}:{route.Tenant}:{id}");
    }

    // A token may be read after its vault is gone, out of a history: it must then stand for nothing, and never for what another vault counted.
    private PersonalDataVault? Vault(string? id, string key)
    {
        if (_options.PersonalData is not { } filter)
        {
            return null;
        }

        PersonalDataVault Make() => new(filter, _options.FirstPersonalToken ?? RandomNumberGenerator.GetInt32(1_000, 900_000) * 1_000);
        return id is null ? Make() : _vaults.Use(key, Make, static vault => vault);
    }

    private bool IsDirectOnly(AIFunction function) =>
        function.GetService<DirectOnlyFunction>() is not null || _options.IsDirectOnly?.Invoke(function) is true;

    private int Tokens(AIFunction function) => _tokens.GetValue(function, tool => new StrongBox<int>(_options.Counter.Count(ToolDefinitions.Write((AIFunction)tool)))).Value;

    private static bool? Asked(ChatOptions? options) => options?.AdditionalProperties?.GetValueOrDefault(CodeModeOptions.RequestProperty) switch
    {
        bool value => value,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        null => null,
        object other => throw new ArgumentException(
            $"ChatOptions.AdditionalProperties[\"{CodeModeOptions.RequestProperty}\"] is of type {other.GetType().Name}; it is true or false.", nameof(options)),
    };

    // No provider is told of it: some take every property for a field of the model.
    private static ChatOptions? Stripped(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.ContainsKey(CodeModeOptions.RequestProperty) is not true)
        {
            return options;
        }

        ChatOptions clone = options.Clone();
        clone.AdditionalProperties!.Remove(CodeModeOptions.RequestProperty);
        return clone;
    }

    private static ChatOptions With(ChatOptions? options, List<AITool> tools)
    {
        ChatOptions clone = options?.Clone() ?? new ChatOptions();
        clone.AdditionalProperties?.Remove(CodeModeOptions.RequestProperty);
        clone.Tools = tools;
        return clone;
    }
}

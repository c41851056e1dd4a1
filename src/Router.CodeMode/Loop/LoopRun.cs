using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Router.CodeMode.Loop;

/// <summary>
/// One request on its way through its rounds: the same for streams and for whole answers. Not thread-safe. It stays in the caller's context, in which
/// tools expect to run.
/// </summary>
internal sealed class LoopRun : IDisposable
{
    private readonly CodeModeOptions _settings;
    private readonly ToolPlan _plan;
    private readonly LoopCalls _calls;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<ChatMessage> _messages;
    private readonly CancellationTokenSource _abandoned;
    private readonly List<ChatMessage> _history = [];
    private int _errors;
    private int _failedPrograms;
    private int _programs;
    private int _waiting;

    internal LoopRun(
        CodeModeOptions settings, ToolPlan plan, IReadOnlyList<ChatMessage> messages, LoopTelemetry telemetry, ILogger logger, bool streaming, CancellationToken cancellationToken)
    {
        _settings = settings;
        _plan = plan;
        _messages = messages;
        _logger = logger;
        _abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Options = plan.Options;
        Next = messages;
        _history.AddRange(messages);
        _calls = new LoopCalls(settings, plan.Tools, plan.Vault, telemetry, logger, streaming, cancellationToken, _abandoned.Token);
    }

    /// <summary>The messages of the next request to the model.</summary>
    internal IReadOnlyList<ChatMessage> Next { get; private set; }

    /// <summary>The options of the next request to the model.</summary>
    internal ChatOptions? Options { get; private set; }

    /// <summary>What the caller gets: all messages of all rounds.</summary>
    internal List<ChatMessage> Produced { get; } = [];

    internal UsageDetails? Usage { get; private set; }

    /// <summary>What others than the model were paid for since this was last taken.</summary>
    internal UsageDetails? ExtraUsage { get; private set; }

    internal int Iteration { get; private set; }

    /// <summary>The options for this round: without functions where it is the last one.</summary>
    internal ChatOptions? RoundOptions => IsLast ? WithoutFunctions(Options) : Options;

    internal ToolMap Tools => new(Options?.Tools, _settings.AdditionalTools);

    internal CodeModeReport? Report => _plan.Report is { } report
        ? report with { ModelCalls = Iteration, Programs = _programs, Waiting = _waiting }
        : null;

    private bool IsLast => Iteration >= _settings.MaximumIterationsPerRequest || _failedPrograms >= _settings.MaximumConsecutiveFailedPrograms;

    public void Dispose() => _abandoned.Dispose();

    /// <summary>Nobody waits for the answer any more: programs are ended.</summary>
    internal void Abandon() => _abandoned.Cancel();

    internal UsageDetails? TakeExtraUsage()
    {
        UsageDetails? taken = ExtraUsage;
        ExtraUsage = null;
        return taken;
    }

    /// <summary>Makes the calls that the messages bring decisions for. Null: there are none.</summary>
    internal async Task<RoundOutcome?> DecideAsync()
    {
        if (ApprovalTurn.Read(_messages) is not { } turn)
        {
            return null;
        }

        _history.Clear();
        List<ChatMessage> forService = [];
        List<SuspendedProgram> waiting = [];
        bool ends = false;
        for (int index = 0; index < _messages.Count; index++)
        {
            (ChatMessage? full, ChatMessage? service, ChatMessage? returned) = turn.Rewrite(index);
            AddIfAny(_history, full);
            AddIfAny(forService, service);
            AddIfAny(Produced, returned);
            if (turn.ItemsAt(index) is not { Count: > 0 } items || ends)
            {
                continue;
            }

            RoundOutcome outcome = await RunItemsAsync(items, turn.Carried).ConfigureAwait(true);
            turn.Carried.Clear();
            AddIfAny(_history, outcome.Results);
            AddIfAny(forService, outcome.Results);
            AddIfAny(Produced, outcome.Results);
            waiting.AddRange(outcome.Waiting);
            ends |= outcome.Ends;
        }

        Next = string.IsNullOrWhiteSpace(Options?.ConversationId) ? [.. _history] : forService;
        AddRequests(waiting, Produced.Where(message => message.Role == ChatRole.Tool));
        return new RoundOutcome { Waiting = waiting, Ends = ends || waiting.Count > 0 };
    }

    /// <summary>Takes an answer of the model. The result is the calls to be made; empty: there is nothing more to do.</summary>
    internal IReadOnlyList<FunctionCallContent> Take(ChatResponse response)
    {
        ResponseCalls.MarkAnswered(response.Messages.SelectMany(message => message.Contents));
        ToolMap tools = Tools;
        if (tools.AnyApproval && ResponseCalls.NeedApproval(response.Messages.SelectMany(message => message.Contents), tools))
        {
            response.Messages = ResponseCalls.AsRequests(response.Messages, tools);
        }

        Produced.AddRange(response.Messages);
        Usage = UsageSum.Add(Usage, response.Usage);
        List<FunctionCallContent> calls = [.. ResponseCalls.Open(response.Messages.SelectMany(message => message.Contents))];
        bool last = IsLast;
        Iteration++;
        if (calls.Count > 0 && last)
        {
            _logger.RoundLimit(Iteration);
        }

        return last || HasOneForTheCaller(calls, tools) ? [] : calls;
    }

    /// <summary>Makes the calls of an answer, and gets the next request ready.</summary>
    internal async Task<RoundOutcome> RunAsync(IReadOnlyList<FunctionCallContent> calls, IList<ChatMessage> responseMessages, string? conversationId)
    {
        _history.AddRange(responseMessages);
        if (conversationId is not null && conversationId != Options?.ConversationId)
        {
            // Set before the calls are made: what waits must know that the service keeps the conversation.
            Options = Options?.Clone() ?? new ChatOptions();
            Options.ConversationId = conversationId;
        }
        else if (conversationId is null && Options?.ConversationId is not null)
        {
            Options = Options.Clone();
            Options.ConversationId = null;
        }

        RoundOutcome outcome = await RunItemsAsync([.. calls.Select(call => new LoopItem(call))], []).ConfigureAwait(true);
        AddIfAny(_history, outcome.Results);
        AddIfAny(Produced, outcome.Results);
        if (outcome.Waiting.Count > 0)
        {
            AddRequests(outcome.Waiting, outcome.Results is { } results ? [results] : []);
            return outcome with { Ends = true };
        }

        Next = conversationId is null ? [.. _history] : outcome.Results is null ? [] : [outcome.Results];
        PrepareOptions();
        return outcome;
    }

    private static void AddIfAny(List<ChatMessage> messages, ChatMessage? message)
    {
        if (message is not null)
        {
            messages.Add(message);
        }
    }

    private static ChatOptions? WithoutFunctions(ChatOptions? options)
    {
        if (options?.Tools?.Any(tool => tool is AIFunctionDeclaration) is not true)
        {
            return options;
        }

        ChatOptions clone = options.Clone();
        clone.Tools = [.. options.Tools.Where(tool => tool is not AIFunctionDeclaration)];
        if (clone.Tools.Count == 0)
        {
            clone.Tools = null;
            clone.ToolMode = null;
        }

        return clone;
    }

    private void PrepareOptions()
    {
        // A tool that must be called again and again would never let the request end.
        if (Options is { ToolMode: RequiredChatToolMode } or { ContinuationToken: not null })
        {
            Options = Options.Clone();
            Options.ToolMode = Options.ToolMode is RequiredChatToolMode ? null : Options.ToolMode;
            Options.ContinuationToken = null;
        }
    }

    // What the model was told of and nobody here can call is the caller's to call, and then so are the others of its round.
    private bool HasOneForTheCaller(List<FunctionCallContent> calls, ToolMap tools) => calls.Exists(call => tools.Find(call.Name) switch
    {
        AIFunction => false,
        null => _settings.TerminateOnUnknownCalls && (_plan.Tools is null || !MisdirectedCalls.Knows(_plan.Tools, call.Name)),
        _ => true,
    });

    private async Task<RoundOutcome> RunItemsAsync(IReadOnlyList<LoopItem> items, IReadOnlyList<FunctionResultContent> carried)
    {
        LoopRound round = new(items, Tools, Options, [.. _history], Math.Max(0, Iteration - 1), _errors < _settings.MaximumConsecutiveErrorsPerRequest);
        IReadOnlyList<CallOutcome> outcomes = await _calls.RunAsync(round).ConfigureAwait(true);
        CountErrors(outcomes);
        _failedPrograms = _plan.Tools is not null && outcomes.All(outcome => outcome.Slot.Failed) ? _failedPrograms + 1 : 0;
        _programs += outcomes.Count(outcome => outcome.Slot.Ran);
        foreach (UsageDetails? usage in outcomes.Select(outcome => outcome.Slot.Usage))
        {
            Usage = UsageSum.Add(Usage, usage);
            ExtraUsage = UsageSum.Add(ExtraUsage, usage);
        }

        List<AIContent> contents = [.. carried, .. outcomes.Select(outcome => outcome.Result).OfType<AIContent>()];
        contents.AddRange(outcomes.SelectMany(outcome => outcome.Slot.Contents));
        return new RoundOutcome
        {
            Results = contents.Count > 0 ? new ChatMessage(ChatRole.Tool, contents) : null,
            Waiting = [.. outcomes.Select(outcome => outcome.Slot.Suspended).OfType<SuspendedProgram>()],
            Ends = outcomes.Any(outcome => outcome.Terminate),
        };
    }

    private void AddRequests(IReadOnlyList<SuspendedProgram> waiting, IEnumerable<ChatMessage> results)
    {
        _waiting += waiting.Count;
        if (waiting.Count == 0)
        {
            return;
        }

        string? carried = string.IsNullOrWhiteSpace(Options?.ConversationId)
            ? null
            : CarriedResults.Write([.. results.SelectMany(message => message.Contents).OfType<FunctionResultContent>()]);
        Produced.Add(new ChatMessage(ChatRole.Assistant, [.. waiting.SelectMany(program => program.Calls.Select(call => ProgramRequest.For(program, call, carried)))])
        {
            MessageId = Guid.NewGuid().ToString("N"),
        });
    }

    private void CountErrors(IReadOnlyList<CallOutcome> outcomes)
    {
        List<Exception> exceptions = [.. outcomes.Select(outcome => outcome.Result?.Exception).OfType<Exception>()];
        _errors = exceptions.Count > 0 ? _errors + 1 : 0;
        if (_errors <= _settings.MaximumConsecutiveErrorsPerRequest || exceptions.Count == 0)
        {
            return;
        }

        _logger.ErrorLimit(_settings.MaximumConsecutiveErrorsPerRequest);
        if (exceptions.Count == 1)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exceptions[0]);
        }

        throw new AggregateException(exceptions);
    }
}

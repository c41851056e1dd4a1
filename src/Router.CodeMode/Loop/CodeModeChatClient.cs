using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Router.CodeMode.Loop;

/// <summary>
/// Runs the tools that a model calls, and puts two tools in the place of all functions where Code Mode serves the request: <c>generate_code</c> finds
/// functions, <c>execute_code</c> runs a program over them. It takes the place of a function-invoking client and keeps its rules. Thread-safe.
/// </summary>
/// <remarks>
/// Calls that need a person end the request with <see cref="ToolApprovalRequestContent"/>, those of programs too; the next request, with all messages
/// so far and a <see cref="ToolApprovalResponseContent"/> for each, takes up what was left, also in another process.
/// </remarks>
public sealed class CodeModeChatClient : DelegatingChatClient
{
    private readonly CodeModeOptions _options;
    private readonly ToolPlanner _planner;
    private readonly LoopTelemetry _telemetry;
    private readonly ILogger _logger;

    /// <summary>Wraps a client, which is disposed with this one.</summary>
    /// <param name="innerClient">The client that asks the model.</param>
    /// <param name="options">How the layer works.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or missing.</exception>
    public CodeModeChatClient(IChatClient innerClient, CodeModeOptions options)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _planner = new ToolPlanner(options, innerClient);
        _logger = options.LoggerFactory?.CreateLogger<CodeModeChatClient>() ?? (ILogger)NullLogger.Instance;
        _telemetry = new LoopTelemetry(
            innerClient.GetService(typeof(ActivitySource)) as ActivitySource ?? LoopTelemetry.Fallback, options.CaptureContent, options.TimeProvider, options.Observer);
    }

    /// <summary>The call of a tool in which this is asked. Null outside of one.</summary>
    public static ToolInvocation? CurrentInvocation => LoopCalls.Current;

    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<ChatMessage> all = [.. messages];
        ToolPlan plan = await PlanAsync(all, options, null, cancellationToken).ConfigureAwait(true);
        using Activity? activity = _telemetry.StartRequest(plan.Report);
        using LoopRun run = new(_options, plan, all, _telemetry, _logger, streaming: false, cancellationToken);
        if (await run.DecideAsync().ConfigureAwait(true) is { Ends: true })
        {
            return Finish(run, new ChatResponse { ConversationId = run.Options?.ConversationId }, activity);
        }

        while (true)
        {
            ChatResponse response = await InnerClient.GetResponseAsync(run.Next, run.RoundOptions, cancellationToken).ConfigureAwait(true)
                ?? throw new InvalidOperationException("The inner client returned null in place of a response.");
            IReadOnlyList<FunctionCallContent> calls = run.Take(response);
            if (calls.Count == 0 && run.Iteration == 1 && run.Produced.Count == response.Messages.Count)
            {
                // The common case: what the model answered is the answer.
                LoopTelemetry.EndRequest(activity, response.Usage);
                return WithReport(response, run.Report);
            }

            if (calls.Count == 0 || (await run.RunAsync(calls, response.Messages, response.ConversationId).ConfigureAwait(true)).Ends)
            {
                return Finish(run, response, activity);
            }
        }
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc />
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType == typeof(ActivitySource) ? LoopTelemetry.Fallback : null);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Programs tell at most as much as they may make calls.
        Channel<CodeModeProgress> progress = Channel.CreateUnbounded<CodeModeProgress>();
        List<ChatMessage> all = [.. messages];
        ToolPlan plan = await PlanAsync(all, options, told => progress.Writer.TryWrite(told), cancellationToken).ConfigureAwait(true);
        using Activity? activity = _telemetry.StartRequest(plan.Report);
        using LoopRun run = new(_options, plan, all, _telemetry, _logger, streaming: true, cancellationToken);
        StreamedRound round = new(run, progress, activity);
        string? conversationId = options?.ConversationId;

        await foreach (ChatResponseUpdate update in round.PlayAsync(run.DecideAsync, conversationId).ConfigureAwait(true))
        {
            yield return update;
            Activity.Current = activity ?? Activity.Current;
        }

        while (!round.Ended)
        {
            StreamedAnswer answer = new(run.Tools);
            await foreach (ChatResponseUpdate update in InnerClient.GetStreamingResponseAsync(run.Next, run.RoundOptions, cancellationToken).ConfigureAwait(true))
            {
                foreach (ChatResponseUpdate ready in answer.Add(update))
                {
                    yield return ready;

                    // What the consumer runs between two updates leaves another activity behind (dotnet/runtime issue 47802).
                    Activity.Current = activity ?? Activity.Current;
                }
            }

            foreach (ChatResponseUpdate ready in answer.End())
            {
                yield return ready;
                Activity.Current = activity ?? Activity.Current;
            }

            ChatResponse response = answer.Updates.ToChatResponse();
            conversationId = response.ConversationId;
            IReadOnlyList<FunctionCallContent> calls = run.Take(response);
            if (calls.Count == 0)
            {
                break;
            }

            await foreach (ChatResponseUpdate update in round
                .PlayAsync(async () => await run.RunAsync(calls, response.Messages, response.ConversationId).ConfigureAwait(true), conversationId).ConfigureAwait(true))
            {
                yield return update;
                Activity.Current = activity ?? Activity.Current;
            }
        }

        LoopTelemetry.EndRequest(activity, run.Usage);
        if (run.Report is { } report)
        {
            yield return new ChatResponseUpdate { ConversationId = conversationId, AdditionalProperties = new() { [CodeModeReport.PropertyName] = report } };
        }
    }

    private async ValueTask<ToolPlan> PlanAsync(
        List<ChatMessage> messages, ChatOptions? options, Action<CodeModeProgress>? progress, CancellationToken cancellationToken)
    {
        // A program that waits goes on, whatever the policy has become.
        bool resumes = messages.Exists(message => message.Contents.OfType<ToolApprovalResponseContent>().Any(answer => ProgramRequest.Parse(answer.RequestId) is not null));
        ToolPlan plan = await _planner.PlanAsync(options, resumes, progress, cancellationToken).ConfigureAwait(true);
        if (plan.Report is { } report)
        {
            _logger.Planned(report.Policy, report.Active, report.Reason);
        }

        return plan;
    }

    private static ChatResponse Finish(LoopRun run, ChatResponse response, Activity? activity)
    {
        response.Messages = run.Produced;
        response.Usage = run.Usage;
        LoopTelemetry.EndRequest(activity, run.Usage);
        return WithReport(response, run.Report);
    }

    private static ChatResponse WithReport(ChatResponse response, CodeModeReport? report)
    {
        if (report is not null)
        {
            (response.AdditionalProperties ??= [])[CodeModeReport.PropertyName] = report;
        }

        return response;
    }
}

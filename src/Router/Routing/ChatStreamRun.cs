using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Caching;
using Router.Configuration;
using Router.Context;

namespace Router.Routing;

/// <summary>
/// A chat request that is answered as a stream. An attempt lasts until the commit (the first real output; in hold mode the end):
/// up to there the shared loop may ask another target, from there on nothing may.
/// </summary>
internal sealed class ChatStreamRun(
    Route route,
    RouteEngine engine,
    RouteContext context,
    IReadOnlyList<ChatMessage> messages,
    ChatOptions? options,
    CancellationToken callerToken)
    : RouteRun<OpenChatStream>(route, engine, context, streaming: true, callerToken)
{
    private readonly ChatRequest _request = new(route, messages, options);
    private bool _settled;
    private TimeSpan? _handedOutAt;

    protected override bool IsStep => _request.IsStep && !Context.Mirrored;

    public override long InputTokens => _request.Needs.EstimatedTokens;

    public override int? OutputTokens => options?.MaxOutputTokens;

    protected override bool MayUseCache => Route.Cache is not null && !Context.NoCache;

    /// <summary>Hands out all updates, each as soon as it may be, and the report on the last one.</summary>
    internal async IAsyncEnumerable<ChatResponseUpdate> StreamAsync()
    {
        OpenChatStream stream = await ExecuteAsync().ConfigureAwait(false);
        if (stream.IsKept)
        {
            foreach (ChatResponseUpdate update in stream.Held)
            {
                yield return update;
            }

            yield break;
        }

        try
        {
            _handedOutAt = Engine.Clock.Now;
            foreach (ChatResponseUpdate update in stream.Held)
            {
                yield return update;
            }

            ExcludeConsumerTime(stream.Scope);
            while (await MoveNextAsync(stream).ConfigureAwait(false))
            {
                _handedOutAt = Engine.Clock.Now;
                yield return stream.Rest.Current;
                ExcludeConsumerTime(stream.Scope);
            }

            if (stream.Entry is { } entry)
            {
                await Route.Cache!.StoreAsync(entry).ConfigureAwait(false);
            }

            yield return Finish(stream);
        }
        finally
        {
            try
            {
                await CloseAsync(stream).ConfigureAwait(false);
            }
            finally
            {
                // Ended already, unless a listener broke in between.
                End(null);
            }
        }
    }

    protected override string? WhyUnable(RouteTarget target) => target.HasLimits ? _request.Needs.WhyNot(target.Capabilities) : null;

    protected override ValueTask<OpenChatStream> ConcludeAsync(OpenChatStream result, RouteTarget target) => ValueTask.FromResult(result);

    protected override async ValueTask<OpenChatStream?> FindCachedAsync(RouteTarget target) =>
        _request.CacheKey(target, Context.Tenant) is { } key && await Route.Cache!.FindAsync(key, CallerToken).ConfigureAwait(false) is { } answer
            ? OpenChatStream.OfKept(answer.ToUpdates())
            : null;

    protected override OpenChatStream ConcludeCached(OpenChatStream result, RouteTarget target)
    {
        RouteReport report = Complete(target, result.ModelId, cached: true);
        result.Held.Add(ReportUpdate(report, result.ResponseId));
        return result;
    }

    protected override async ValueTask DiscardAsync(OpenChatStream result)
    {
        try
        {
            await DisposeQuietlyAsync(result).ConfigureAwait(false);
        }
        finally
        {
            AbandonStream(result);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<OpenChatStream> InvokeAsync(RouteTarget target, AttemptScope scope)
    {
        Arm(scope, Route.Config.Timeouts.FirstToken, TimeoutPhase.FirstToken);
        IAsyncEnumerator<ChatResponseUpdate> rest = target.ChatClient!
            .GetStreamingResponseAsync(messages, TargetParameters.ForChat(options, target.Parameters), scope.Token)
            .GetAsyncEnumerator(scope.Token);
        OpenChatStream stream = new(scope, rest) { Entry = EntryOf(target) };
        try
        {
            await ReadToCommitAsync(stream).ConfigureAwait(false);
            target.Health.Begin(scope.Turn.Permit);
            return stream;
        }
        catch
        {
            // Held back or not, what came is billed.
            scope.ReceivedTokens = stream.HasOutput ? stream.Tokens : null;
            await DisposeQuietlyAsync(stream).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask ReadToCommitAsync(OpenChatStream stream)
    {
        bool hold = Route.Config.StreamMode == StreamMode.Hold;
        while (await stream.Rest.MoveNextAsync().ConfigureAwait(false))
        {
            // Never asynchronous, a stream of empty updates would outrun its timers; and what comes after them comes too late.
            stream.Scope.Token.ThrowIfCancellationRequested();
            ChatResponseUpdate update = stream.Rest.Current;
            AnswerCheck.NotNull(update);
            stream.Held.Add(update);
            stream.Observe(update);
            if (!stream.HasOutput && ChatOutput.IsIn(update.Contents))
            {
                stream.HasOutput = true;
                stream.Scope.TimeToFirstOutput = stream.Scope.Duration;
                stream.Scope.Target.Statistics.Answered(stream.Scope.Duration);
                if (!hold)
                {
                    stream.Scope.Disarm();
                    return;
                }
            }

            if (stream.HasOutput)
            {
                Arm(stream.Scope, Route.Config.Timeouts.Idle, TimeoutPhase.Idle);
            }
        }

        stream.Ended = true;
        stream.Scope.Disarm();
        AnswerCheck.Chat(Route, stream.HasOutput, stream.FinishReason);
    }

    // Pooled: this runs once per update.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveNextAsync(OpenChatStream stream)
    {
        if (stream.Ended)
        {
            return false;
        }

        try
        {
            RestoreActivity();
            stream.Scope.Token.ThrowIfCancellationRequested();
            ValueTask<bool> next = stream.Rest.MoveNextAsync();
            if (next.IsCompleted)
            {
                // Never asynchronous, such a stream would outrun its timers.
                if (Remaining <= TimeSpan.Zero)
                {
                    stream.Scope.Arm(TimeSpan.Zero, TimeoutPhase.Total);
                    stream.Scope.Token.ThrowIfCancellationRequested();
                }
            }
            else
            {
                Arm(stream.Scope, Route.Config.Timeouts.Idle, TimeoutPhase.Idle);
            }

            bool more = await next.ConfigureAwait(false);
            stream.Scope.Disarm();
            if (more)
            {
                AnswerCheck.NotNull(stream.Rest.Current);
                stream.Observe(stream.Rest.Current);
            }

            return more;
        }
        catch (Exception exception)
        {
            _settled = true;
            stream.Scope.ReceivedTokens = stream.Tokens;
            throw Fail(stream.Scope, exception, committed: true);
        }
    }

    private ChatResponseUpdate Finish(OpenChatStream stream)
    {
        _settled = true;
        stream.Scope.ReceivedTokens = stream.Tokens;
        Succeed(stream.Scope);
        return ReportUpdate(Complete(stream.Scope.Target, stream.ModelId), stream.ResponseId);
    }

    // Without a message id, so that the report lands on the response and not on its message.
    private static ChatResponseUpdate ReportUpdate(RouteReport report, string? responseId) => new()
    {
        ResponseId = responseId,
        ModelId = report.Model,
        AdditionalProperties = new AdditionalPropertiesDictionary { [RouteReport.PropertyName] = report },
    };

    private CacheEntry? EntryOf(RouteTarget target) =>
        MayUseCache && _request.CacheKey(target, Context.Tenant) is { } key ? Route.Cache!.Begin(key) : null;

    private void AbandonStream(OpenChatStream stream)
    {
        stream.Scope.ReceivedTokens = stream.Tokens;
        Abandon(stream.Scope);
    }

    private async ValueTask CloseAsync(OpenChatStream stream)
    {
        if (!_settled)
        {
            ExcludeConsumerTime(stream.Scope);
        }

        try
        {
            await DisposeQuietlyAsync(stream).ConfigureAwait(false);
        }
        finally
        {
            if (!_settled)
            {
                AbandonStream(stream);
            }
        }
    }

    /// <summary>Takes the time since the last update was handed out, which is the caller's, out of all timers and figures.</summary>
    private void ExcludeConsumerTime(AttemptScope scope)
    {
        if (_handedOutAt is { } since)
        {
            ExcludeConsumerTime(scope, Engine.Clock.Now - since);
            _handedOutAt = null;
        }
    }

    private async ValueTask DisposeQuietlyAsync(OpenChatStream stream)
    {
        try
        {
            await stream.Rest.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // What counts of this attempt is known already; a failure to close it must not replace that.
            Engine.Logger.CloseFailed(stream.Scope.Target.Info.Name, exception.GetType().Name);
        }
    }

    // An async iterator resumes in its consumer's context, in which the request's span is not current.
    private void RestoreActivity()
    {
        if (Activity is { } activity)
        {
            System.Diagnostics.Activity.Current = activity;
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Router.Context;

namespace Router.Routing;

/// <summary>A chat request that is answered whole.</summary>
internal sealed class ChatRun(
    Route route,
    RouteEngine engine,
    RouteContext context,
    IReadOnlyList<ChatMessage> messages,
    ChatOptions? options,
    CancellationToken callerToken)
    : RouteRun<ChatResponse>(route, engine, context, streaming: false, callerToken)
{
    private readonly ChatRequest _request = new(route, messages, options);

    protected override bool IsStep => _request.IsStep && !Context.Mirrored;

    public override long InputTokens => _request.Needs.EstimatedTokens;

    public override int? OutputTokens => options?.MaxOutputTokens;

    protected override bool MayUseCache => Route.Cache is not null && !Context.NoCache;

    protected override string? WhyUnable(RouteTarget target) => target.HasLimits ? _request.Needs.WhyNot(target.Capabilities) : null;

    protected override async ValueTask<ChatResponse?> FindCachedAsync(RouteTarget target) =>
        _request.CacheKey(target, Context.Tenant) is { } key && await Route.Cache!.FindAsync(key, CallerToken).ConfigureAwait(false) is { } answer
            ? answer.ToResponse()
            : null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<ChatResponse> InvokeAsync(RouteTarget target, AttemptScope scope)
    {
        Arm(scope, Route.AttemptTimeout, TimeoutPhase.Attempt);
        ChatResponse response = await target.ChatClient!
            .GetResponseAsync(messages, TargetParameters.ForChat(options, target.Parameters), scope.Token)
            .ConfigureAwait(false);
        AnswerCheck.NotNull(response);

        // Before the check: an answer that is refused has its bill all the same.
        scope.Usage = response.Usage;
        scope.Neurons = Bills.NeuronsOf(response.AdditionalProperties);
        AnswerCheck.Chat(Route, ChatOutput.IsIn(response), response.FinishReason);
        Succeed(scope);
        return response;
    }

    protected override ValueTask<ChatResponse> ConcludeAsync(ChatResponse result, RouteTarget target) =>
        MayUseCache && _request.CacheKey(target, Context.Tenant) is { } key ? KeepAsync(key, result, target) : ValueTask.FromResult(Report(result, target, cached: false));

    protected override ChatResponse ConcludeCached(ChatResponse result, RouteTarget target) => Report(result, target, cached: true);

    // Kept before the report is on it: another request's answer has a report of its own.
    private async ValueTask<ChatResponse> KeepAsync(string key, ChatResponse result, RouteTarget target)
    {
        await Route.Cache!.StoreAsync(key, result).ConfigureAwait(false);
        return Report(result, target, cached: false);
    }

    private ChatResponse Report(ChatResponse response, RouteTarget target, bool cached)
    {
        RouteReport report = Complete(target, response.ModelId, cached);

        // A new dictionary, since a client may hand out one response twice.
        response.AdditionalProperties = response.AdditionalProperties is { } given ? new AdditionalPropertiesDictionary(given) : [];
        response.AdditionalProperties[RouteReport.PropertyName] = report;
        response.ModelId ??= report.Model;
        return response;
    }
}

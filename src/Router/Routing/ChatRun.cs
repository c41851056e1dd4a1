using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Router.Routing;

/// <summary>A chat request that is answered whole.</summary>
internal sealed class ChatRun(
    Route route, RouteEngine engine, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken callerToken)
    : RouteRun<ChatResponse>(route, engine, streaming: false, callerToken)
{
    private RequestNeeds? _needs;

    protected override long EstimatedTokens => Needs.EstimatedTokens;

    private RequestNeeds Needs => _needs ??= RequestNeeds.Of(messages, options);

    protected override string? WhyUnable(RouteTarget target) => target.HasLimits ? Needs.WhyNot(target.Capabilities) : null;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<ChatResponse> InvokeAsync(RouteTarget target, AttemptScope scope)
    {
        Arm(scope, Route.AttemptTimeout, TimeoutPhase.Attempt);
        ChatResponse response = await target.ChatClient!
            .GetResponseAsync(messages, TargetParameters.ForChat(options, target.Parameters), scope.Token)
            .ConfigureAwait(false);
        AnswerCheck.NotNull(response);
        AnswerCheck.Chat(Route, ChatOutput.IsIn(response), response.FinishReason);
        scope.Usage = response.Usage;
        Succeed(scope);
        RouteReport report = Complete(target, response.ModelId);

        // A new dictionary, since a client may hand out one response twice.
        response.AdditionalProperties = response.AdditionalProperties is { } given ? new AdditionalPropertiesDictionary(given) : [];
        response.AdditionalProperties[RouteReport.PropertyName] = report;
        response.ModelId ??= report.Model;
        return response;
    }
}

using Microsoft.Extensions.AI;
using Router.Caching;

namespace Router.Routing;

/// <summary>What a chat request is, whichever way it is answered. Worked out once, and only what is asked for.</summary>
internal sealed class ChatRequest(Route route, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
{
    private RequestNeeds? _needs;
    private Dictionary<RouteTarget, string?>? _keys;

    internal RequestNeeds Needs => _needs ??= RequestNeeds.Of(messages, options);

    /// <summary>Whether it answers the results of tools.</summary>
    internal bool IsStep => messages is [.., { } last] && (last.Role == ChatRole.Tool || last.Contents.Any(content => content is FunctionResultContent));

    /// <summary>The key of the answer that a target gives; null where it must not be kept.</summary>
    internal string? CacheKey(RouteTarget target, string? tenant)
    {
        _keys ??= [];
        if (!_keys.TryGetValue(target, out string? key))
        {
            // What the provider is given holds no word of the cache any more.
            _keys[target] = key = CacheProperties.IsOff(options)
                ? ExactCache.Bypass()
                : route.Cache!.KeyOf(
                    target.Source ?? target.Info.Provider,
                    target.Info.Model,
                    target.Info.Version,
                    tenant,
                    messages,
                    TargetParameters.ForChat(options, target.Parameters));
        }

        return key;
    }
}

using Microsoft.Extensions.AI;
using Router.Context;

namespace Router.Caching;

/// <summary>The additional properties by which the exact cache and its callers speak. No provider is told of them.</summary>
public static class CacheProperties
{
    /// <summary>
    /// In <see cref="ChatOptions.AdditionalProperties"/>: <see cref="Off"/> forbids both answering from the cache and keeping the
    /// answer. In an answer: <see cref="Hit"/> where it came from the cache; a stream then begins with an
    /// update that holds nothing but these properties.
    /// </summary>
    public const string State = "router.cache";

    /// <summary>The value of <see cref="State"/> that forbids the cache.</summary>
    public const string Off = "off";

    /// <summary>The value of <see cref="State"/> on an answer from the cache.</summary>
    public const string Hit = "hit";

    /// <summary>On an answer from the cache, beside <see cref="State"/>: how long ago it was kept, a <see cref="TimeSpan"/>.</summary>
    public const string Age = "router.cache.age";

    /// <summary>
    /// On an answer from the cache, beside <see cref="State"/>: the <see cref="UsageDetails"/> that the provider counted when it was
    /// made. <see cref="ChatResponse.Usage"/> is null, and a stream holds no <see cref="UsageContent"/>, since nothing was used now.
    /// </summary>
    public const string Usage = "router.cache.usage";

    internal static bool IsOff(ChatOptions? options) =>
        options?.AdditionalProperties is { } properties
        && (RouteContextExtensions.Of(properties).NoCache
            || (properties.TryGetValue(State, out object? state) && state is string text && text.Equals(Off, StringComparison.OrdinalIgnoreCase)));

    internal static bool IsHit(AdditionalPropertiesDictionary? properties) => properties?.ContainsKey(State) is true;

    /// <summary>The options for the inner client: a provider would take the property for a field of its own.</summary>
    internal static ChatOptions? Without(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.ContainsKey(State) is not true)
        {
            return options;
        }

        ChatOptions rest = options.Clone();
        rest.AdditionalProperties = new AdditionalPropertiesDictionary(options.AdditionalProperties);
        rest.AdditionalProperties.Remove(State);
        return rest;
    }
}

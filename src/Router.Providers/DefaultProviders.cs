using Router.Adapters;
using Router.Providers.OpenAI;
using Router.Providers.Replicate;
using Router.Providers.WorkersAI;

namespace Router.Providers;

/// <summary>The provider types that come with Router.</summary>
public static class DefaultProviders
{
    /// <summary>One of each, for use without dependency injection. They hold no state, and so can be shared.</summary>
    public static IReadOnlyList<IProviderType> All { get; } =
    [
        new OpenAIProviderType(),
        new ReplicateProviderType(),
        new WorkersAIProviderType(),
    ];
}

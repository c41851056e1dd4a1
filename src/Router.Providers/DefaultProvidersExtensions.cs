using Microsoft.Extensions.DependencyInjection.Extensions;
using Router.Adapters;
using Router.DependencyInjection;
using Router.Providers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider types that come with Router.</summary>
public static class DefaultProvidersExtensions
{
    /// <summary>
    /// Registers every type of <see cref="DefaultProviders.All"/>. A type that is registered already is left alone, so calling
    /// this twice does no harm.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IRouterBuilder AddDefaultProviders(this IRouterBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (IProviderType type in DefaultProviders.All)
        {
            builder.Services.TryAddEnumerable(new ServiceDescriptor(typeof(IProviderType), type));
        }

        return builder;
    }
}

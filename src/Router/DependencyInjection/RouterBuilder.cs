using Microsoft.Extensions.DependencyInjection;

namespace Router.DependencyInjection;

/// <summary>The services Router was added to.</summary>
internal sealed class RouterBuilder(IServiceCollection services) : IRouterBuilder
{
    public IServiceCollection Services => services;
}

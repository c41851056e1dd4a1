using Microsoft.Extensions.DependencyInjection;

namespace Router.DependencyInjection;

/// <summary>What <c>AddRouter</c> returns, for packages that add to it.</summary>
public interface IRouterBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}

using Microsoft.Extensions.Primitives;

namespace Router.Configuration.Sources;

/// <summary>Where a configuration comes from. Thread-safe. Disposing it ends its watching.</summary>
internal interface IRouterConfigSource : IDisposable
{
    /// <summary>Reads and validates the configuration as it is now.</summary>
    /// <exception cref="RouterConfigurationException">It cannot be read or used; every fault is listed.</exception>
    RouterConfigSnapshot Load(ConfigurationContext context);

    /// <summary>
    /// Fires once when the configuration may have changed. Ask for the token before loading, so that no change falls between;
    /// <see cref="ChangeToken.OnChange(Func{IChangeToken?}, Action)"/> does. A callback must not throw.
    /// </summary>
    IChangeToken GetReloadToken();
}

using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Answers are kept for chat alone.</summary>
internal sealed class CacheRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            string place = ConfigPath.Property(path, "cache");
            if (route is { Cache: not null, Task: RouteTask.Image } && !issues.Failed(place))
            {
                issues.Error(place, "answers are kept for chat alone, and this route makes images.");
            }
        }
    }
}

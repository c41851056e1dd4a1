using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Width and height go together: a provider is asked for a size or for none.</summary>
internal sealed class ImageSizeRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            for (int index = 0; index < route.Targets.Count; index++)
            {
                string parameters = ConfigPath.Property(RoutePaths.Target(path, index), "parameters");
                ParametersConfig? size = route.Targets[index].Parameters;
                CheckPair(parameters, "width", size?.Width, "height", size?.Height, issues);
                CheckPair(parameters, "height", size?.Height, "width", size?.Width, issues);
            }
        }
    }

    private static void CheckPair(
        string parent, string name, int? value, string otherName, int? other, ConfigIssues issues)
    {
        if (value is not null && other is null && !issues.Failed(ConfigPath.Property(parent, otherName)))
        {
            issues.Error(ConfigPath.Property(parent, name), $"'{name}' needs '{otherName}' beside it.");
        }
    }
}

using Router.Configuration.Sources;

namespace Router.Configuration.Validation;

/// <summary>There is a route. A configuration without one is mostly a section or a file that was not found.</summary>
internal sealed class RoutesRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        if (config.Routes.Count == 0 && !issues.FailedUnder("routes") && !issues.Failed(""))
        {
            issues.Error("routes", "there is no route; a configuration needs at least one.");
        }
    }
}

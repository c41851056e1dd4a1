using Router.Configuration.Binding;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Each default names a route of its task.</summary>
internal sealed class DefaultRoutesRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        CheckDefault(config, config.Defaults.Chat, RouteTask.Chat, issues);
        CheckDefault(config, config.Defaults.Image, RouteTask.Image, issues);
    }

    private static void CheckDefault(RouterConfig config, string? name, RouteTask task, ConfigIssues issues)
    {
        string spelled = EnumFormat<RouteTask>.Spell(task);
        string path = ConfigPath.Property("defaults", spelled);
        if (name is null || issues.Failed(path) || issues.Failed("routes"))
        {
            return;
        }

        (string? route, RouteConfig? found) =
            config.Routes.FirstOrDefault(candidate => candidate.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        IEnumerable<string> ofTask = config.Routes.Where(candidate => candidate.Value.Task == task).Select(candidate => candidate.Key);
        if (found is null)
        {
            issues.UnknownName(path, $"no route is named '{Shown.Name(name)}'.", name, ofTask);
        }
        else if (found.Task != task && !issues.Failed(ConfigPath.Property(ConfigPath.Property("routes", route), "task")))
        {
            issues.UnknownName(
                path,
                $"'{Shown.Name(name)}' is a route for '{EnumFormat<RouteTask>.Spell(found.Task)}', not for '{spelled}'.",
                name,
                ofTask);
        }
    }
}

using Router.Configuration.Binding;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>A mirror is another route for chat, and the end of it: a mirrored request is not mirrored again.</summary>
internal sealed class MirrorRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string name, RouteConfig route) in config.Routes)
        {
            string owner = ConfigPath.Property(ConfigPath.Property("routes", name), "mirror");
            string place = ConfigPath.Property(owner, "route");
            if (route.Mirror is not { } mirror || issues.Failed(owner))
            {
                continue;
            }

            if (route.Task == RouteTask.Image)
            {
                issues.Error(owner, "requests of chat alone are mirrored, and this route makes images.");
            }
            else if (!issues.Failed(place))
            {
                Check(place, name, route, mirror.Route, config, issues);
            }
        }
    }

    private static void Check(string place, string name, RouteConfig route, string mirror, RouterConfig config, ConfigIssues issues)
    {
        string shown = Shown.Name(mirror);
        IEnumerable<string> fitting = config.Routes
            .Where(other => other.Value.Task == route.Task && other.Value.Mirror is null && !ConfigNames.Same(other.Key, name))
            .Select(other => other.Key);
        if (ConfigNames.Same(mirror, name))
        {
            issues.Error(place, "a route cannot be its own mirror.");
        }
        else if (ConfigNames.Route(config, mirror) is not { } other)
        {
            issues.UnknownName(place, $"no route is named '{shown}'.", mirror, fitting);
        }
        else if (other.Task != route.Task)
        {
            string task = EnumFormat<RouteTask>.Spell(other.Task);
            issues.Error(place, $"'{shown}' is a route for '{task}', not for '{EnumFormat<RouteTask>.Spell(route.Task)}'.");
        }
        else if (other.Mirror is not null)
        {
            issues.Error(place, $"'{shown}' has a mirror itself; a mirrored request is not mirrored again.");
        }
    }
}

using Router.CodeMode.Execution;
using Router.Configuration;
using Router.Routing;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>Finds the route that serves a model, by the routes in force at the moment of a call. Thread-safe.</summary>
internal sealed class RouteChooser(ModelRouter router, RouterSourceOptions options)
{
    private const int VersionLength = 64;
    private const int Shown = 20;

    private RouteInfo[] Usable => [.. router.Routes.Where(options.Include)];

    /// <summary>The names of the models that routes serve, in order of the routes.</summary>
    internal IEnumerable<string> Models => Usable.SelectMany(route => route.Targets.Select(target => target.Model)).Concat(options.Models.Keys).Distinct(StringComparer.Ordinal);

    /// <summary>The names of the routes.</summary>
    internal IEnumerable<string> Names => Usable.Select(route => route.Name);

    /// <summary>Whether a route is in force no more.</summary>
    internal bool IsGone(RouteInfo route) => !router.Routes.Any(other => other.Name == route.Name && other.Task == route.Task);

    /// <summary>The route of a name.</summary>
    /// <exception cref="CodeCallException">There is none.</exception>
    internal RouteInfo Named(string name) =>
        Usable.FirstOrDefault(route => route.Name == name) ?? throw None($"There is no route '{Texts.OneLine(name, 100)}'.", Usable, null);

    /// <summary>The route of a model: the one that the options name, the one of that very name, else the one whose first targets name it.</summary>
    /// <param name="model">The model, as the provider's own SDK names it.</param>
    /// <param name="task">What it is wanted for; null where that follows from the route.</param>
    /// <exception cref="CodeCallException">No route names it, several do alike, or it is pinned to another version.</exception>
    internal RouteInfo For(string model, RouteTask? task)
    {
        (string stem, string? version) = Split(model);
        RouteInfo[] routes = Usable;
        if ((options.Models.GetValueOrDefault(model) ?? options.Models.GetValueOrDefault(stem)) is { } mapped)
        {
            RouteInfo route = routes.FirstOrDefault(route => route.Name == mapped)
                ?? throw None($"The host maps '{Texts.OneLine(stem, 100)}' to the route '{mapped}', which does not exist.", routes, task);
            return Fits(route, task) ? route : throw None($"The route '{mapped}', to which the host maps '{Texts.OneLine(stem, 100)}', is for another task.", routes, task);
        }

        if (routes.FirstOrDefault(route => route.Name == model) is { } named && Fits(named, task))
        {
            return named;
        }

        (RouteInfo Route, int Place, string? Pin)[] found = [.. routes.Where(route => Fits(route, task)).SelectMany(route => Matches(route, stem))];
        if (found.Length == 0)
        {
            throw None($"No route serves the model '{Texts.OneLine(stem, 100)}'.", routes, task);
        }

        if (version is not null)
        {
            (RouteInfo Route, int Place, string? Pin)[] exact = [.. found.Where(match => string.Equals(match.Pin, version, StringComparison.OrdinalIgnoreCase))];
            found = exact.Length > 0 ? exact : [.. found.Where(match => match.Pin is null)];
            if (found.Length == 0)
            {
                throw Refuse($"The routes pin '{Texts.OneLine(stem, 100)}' to another version than the one asked for.", $"Leave the version out: \"{Texts.OneLine(stem, 100)}\".");
            }
        }

        int first = found.Min(match => match.Place);
        RouteInfo[] best = [.. found.Where(match => match.Place == first).Select(match => match.Route).Distinct()];
        return best.Length == 1
            ? best[0]
            : throw Refuse(
                $"Several routes serve the model '{Texts.OneLine(stem, 100)}' alike: {string.Join(", ", best.Select(route => route.Name))}.",
                $"Say which: await route(\"{best[0].Name}\", input).");
    }

    private static IEnumerable<(RouteInfo Route, int Place, string? Pin)> Matches(RouteInfo route, string stem)
    {
        for (int place = 0; place < route.Targets.Count; place++)
        {
            TargetInfo target = route.Targets[place];
            (string model, string? own) = Split(target.Model);
            if (model.Equals(stem, StringComparison.OrdinalIgnoreCase) || target.Version?.Equals(stem, StringComparison.Ordinal) is true)
            {
                yield return (route, place, target.Version ?? own);
            }
        }
    }

    // Of owner/name:version. What is no whole version (elided in an example, shortened) asks for none.
    private static (string Stem, string? Version) Split(string model)
    {
        int colon = model.IndexOf(':', StringComparison.Ordinal);
        bool hasOwner = colon > 0 && model.AsSpan(0, colon).Contains('/') && model[0] != '@';
        if (!hasOwner)
        {
            return (model, null);
        }

        string version = model[(colon + 1)..];
        return (model[..colon], version.Length == VersionLength && version.All(char.IsAsciiHexDigit) ? version : null);
    }

    private static bool Fits(RouteInfo route, RouteTask? task) => task is null || route.Task == task;

    private static CodeCallException None(string message, IReadOnlyList<RouteInfo> routes, RouteTask? task)
    {
        RouteInfo[] fitting = [.. routes.Where(route => Fits(route, task))];
        string list = fitting.Length == 0
            ? "There is no route for this at all."
            : $"The routes that exist: {string.Join("; ", fitting.Take(Shown).Select(route => $"{route.Name} ({Word(route.Task)}: {string.Join(", ", route.Targets.Select(target => target.Model))})"))}.";
        return Refuse(message, list);
    }

    private static string Word(RouteTask task) => task == RouteTask.Image ? "image" : "chat";

    private static CodeCallException Refuse(string message, string hint) => new(message) { Kind = CodeErrorKind.InvalidArguments, Hint = hint };
}

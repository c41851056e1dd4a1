using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>A parameter that the route's task never sends is a mistake: it would be read and have no effect.</summary>
internal sealed class TaskParametersRule : IConfigRule
{
    private static readonly (string Name, RouteTask Task, Func<ParametersConfig, object?> Value)[] Table =
    [
        ("temperature", RouteTask.Chat, parameters => parameters.Temperature),
        ("topP", RouteTask.Chat, parameters => parameters.TopP),
        ("topK", RouteTask.Chat, parameters => parameters.TopK),
        ("maxOutputTokens", RouteTask.Chat, parameters => parameters.MaxOutputTokens),
        ("seed", RouteTask.Chat, parameters => parameters.Seed),
        ("frequencyPenalty", RouteTask.Chat, parameters => parameters.FrequencyPenalty),
        ("presencePenalty", RouteTask.Chat, parameters => parameters.PresencePenalty),
        ("stopSequences", RouteTask.Chat, parameters => parameters.StopSequences),
        ("reasoningEffort", RouteTask.Chat, parameters => parameters.ReasoningEffort),
        ("width", RouteTask.Image, parameters => parameters.Width),
        ("height", RouteTask.Image, parameters => parameters.Height),
        ("count", RouteTask.Image, parameters => parameters.Count),
    ];

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            for (int index = 0; index < route.Targets.Count; index++)
            {
                if (route.Targets[index].Parameters is { } parameters && !issues.Failed(ConfigPath.Property(path, "task")))
                {
                    Check(ConfigPath.Property(RoutePaths.Target(path, index), "parameters"), route.Task, parameters, issues);
                }
            }
        }
    }

    private static void Check(string parent, RouteTask task, ParametersConfig parameters, ConfigIssues issues)
    {
        foreach ((string name, RouteTask needed, Func<ParametersConfig, object?> value) in Table)
        {
            string path = ConfigPath.Property(parent, name);
            if (needed != task && value(parameters) is not null && !issues.Failed(path))
            {
                issues.Error(path, task == RouteTask.Image
                    ? $"'{name}' is for chat, and this route makes images; a field of the provider's own goes into 'additionalProperties'."
                    : $"'{name}' is for images, and this route is for chat.");
            }
        }
    }
}

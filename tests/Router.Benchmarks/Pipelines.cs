using System.Diagnostics;
using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Telemetry;

namespace Router.Benchmarks;

/// <summary>Whole routers over clients that do nothing.</summary>
internal static class Pipelines
{
    /// <summary>The inner client alone.</summary>
    internal static IChatClient Bare(bool yields = false)
    {
        Func<IChatClient> make = () => new NoOpChatClient(yields);
        return make();
    }

    /// <summary>A router with so many targets, of which the first one answers.</summary>
    internal static IChatClient Over(int targets, bool yields = false)
    {
        ModelRouterOptions options = new();
        List<TargetConfig> list = [];
        for (int index = 0; index < targets; index++)
        {
            options.ChatClients[$"c{index}"] = new NoOpChatClient(yields);
            list.Add(new TargetConfig { Provider = $"c{index}", Model = "default" });
        }

        RouterOptions router = new();
        router.Routes["r"] = new RouteConfig { Targets = list };
        return ModelRouter.FromConfig(router.ToConfig(), options).GetChatClient("r");
    }

    /// <summary>Listens to every span of Router while it lives.</summary>
    internal static ActivityListener Listen()
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == RouterDiagnostics.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}

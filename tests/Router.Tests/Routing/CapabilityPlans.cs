using Router.Catalog;
using static Router.Resilience.FailureClass;
using static Router.Tests.Routing.ClassPlans;

namespace Router.Tests.Routing;

/// <summary>Which targets a request that was too long may still go to.</summary>
internal static class CapabilityPlans
{
    internal static IEnumerable<RoutePlan> All { get; } =
    [
        new("ContextTooLong goes to windows known to be larger alone",
            Fails("a", ContextTooLong) with { Capabilities = Window(8000) }, Ok("b"), Ok("c") with { Capabilities = Window(8000) },
            Ok("d") with { Capabilities = Window(8001) })
        {
            Answer = "d", Attempts = "a:ContextTooLong d", Skipped = "b:ContextNotLarger c:ContextNotLarger",
        },
        new("ContextTooLong with no larger window ends", Fails("a", ContextTooLong) with { Capabilities = Window(8000) }, Ok("b"))
        {
            Error = ContextTooLong, Attempts = "a:ContextTooLong", Skipped = "b:ContextNotLarger",
        },
        new("the largest window that was too small is the floor",
            Fails("a", ContextTooLong) with { Capabilities = Window(8000) }, Fails("b", ContextTooLong) with { Capabilities = Window(32000) },
            Ok("c") with { Capabilities = Window(16000) }, Ok("d") with { Capabilities = Window(128000) })
        {
            Answer = "d", Attempts = "a:ContextTooLong b:ContextTooLong d", Skipped = "c:ContextNotLarger",
        },
        new("where the window that was too small is unknown, any known one may serve",
            Fails("a", ContextTooLong), Ok("b"), Ok("c") with { Capabilities = Window(16000) })
        {
            Answer = "c", Attempts = "a:ContextTooLong c", Skipped = "b:ContextNotLarger",
        },
    ];

    private static ModelCapabilities Window(int tokens) => new() { ContextTokens = tokens };
}

using Router.CodeMode.Execution;
using Router.Context;
using Router.Routing;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>How programs reach the routes of a router. Read once, when the source is made.</summary>
public sealed class RouterSourceOptions
{
    /// <summary>
    /// Which route serves which model, where the routes' own targets do not tell: <c>@cf/unum/uform-gen2-qwen-500m</c> → <c>captioner</c>. A Replicate
    /// model may be named with its version or without. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Which routes programs may use, by whatever name; of the others they are not told either. Asked with each call, so that it has to be quick. Default: all.
    /// </summary>
    public Func<RouteInfo, bool> Include { get; init; } = static _ => true;

    /// <summary>For whom a call is made. Default: for nobody but the run's session.</summary>
    public Func<CodeCall, RouteContext> Context { get; init; } = static call => new RouteContext { Session = call.SessionId };

    /// <summary>Whether each call needs a decision first. Default false.</summary>
    public bool RequiresApproval { get; init; }
}

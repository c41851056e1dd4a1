namespace Router.Context;

/// <summary>
/// For whom a request is made and what it allows: set on <c>ChatOptions</c> or <c>ImageGenerationOptions</c> by
/// <see cref="RouteContextExtensions"/>. No provider is told of it. Immutable.
/// </summary>
public sealed record RouteContext
{
    /// <summary>The key under which it rides in <c>AdditionalProperties</c>.</summary>
    public const string PropertyName = "router.context";

    /// <summary>Nobody in particular.</summary>
    public static RouteContext Empty { get; } = new();

    /// <summary>The tenant whose limits and budgets count; null for none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The session whose limits and budgets count; null: the conversation id of the options, where there is one.</summary>
    public string? Session { get; init; }

    /// <summary>The agent whose budgets count; null for none.</summary>
    public string? Agent { get; init; }

    /// <summary>Who waits first in a queue: higher goes before lower. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary>Whether the answer must neither come from a cache nor be kept in one. Default: false.</summary>
    public bool NoCache { get; init; }

    /// <summary>The route that was asked, where a budget past its soft share sent the request to another one.</summary>
    internal string? RedirectedFrom { get; init; }

    /// <summary>
    /// Whether this is a copy made for a mirror. Its money counts, since it is spent; a step of its session it is not, since no
    /// answer comes of it.
    /// </summary>
    internal bool Mirrored { get; init; }
}

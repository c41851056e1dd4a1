namespace Router.Configuration;

/// <summary>The route of each task that serves an application that names none.</summary>
public sealed record DefaultRoutesConfig
{
    /// <summary>The chat route behind the unkeyed <c>IChatClient</c>. Default: the only chat route, where there is just one.</summary>
    public string? Chat { get; init; }

    /// <summary>The image route behind the unkeyed <c>IImageGenerator</c>. Default: the only image route, where there is just one.</summary>
    public string? Image { get; init; }
}

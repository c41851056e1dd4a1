namespace Router.Configuration;

/// <summary>What a route is for.</summary>
public enum RouteTask
{
    /// <summary>Chat, served as an <c>IChatClient</c>.</summary>
    Chat,

    /// <summary>Image generation, served as an <c>IImageGenerator</c>.</summary>
    Image,
}

using Router.Configuration;

namespace Router.Routing;

/// <summary>The routes that serve an application that names none; null where none is named and there is not just one.</summary>
internal sealed record DefaultRoutes(string? Chat, string? Image)
{
    internal string? For(RouteTask task) => task == RouteTask.Image ? Image : Chat;
}

using System.Net;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>HTTP handlers fit for an <see cref="OpenApiSource"/>. Stateless.</summary>
public static class OpenApiHandlers
{
    /// <summary>
    /// A handler that follows no redirect and keeps no cookie: both would carry what one caller sent to another place. Connections are renewed every
    /// 5 minutes. It is the caller's to dispose.
    /// </summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>What is wrong with a handler; null where nothing is known to be.</summary>
    internal static string? Problem(HttpMessageHandler handler)
    {
        HttpMessageHandler? current = handler;
        while (current is DelegatingHandler outer)
        {
            current = outer.InnerHandler;
        }

        (bool redirects, bool cookies) = current switch
        {
            SocketsHttpHandler sockets => (sockets.AllowAutoRedirect, sockets.UseCookies),
            HttpClientHandler client => (client.AllowAutoRedirect, client.UseCookies),
            _ => (false, false),
        };
        return redirects ? "The handler follows redirects by itself, which would carry credentials to other hosts. Set AllowAutoRedirect to false, or take OpenApiHandlers.Create()."
            : cookies ? "The handler keeps cookies, which would carry what one caller was given to another. Set UseCookies to false, or take OpenApiHandlers.Create()."
            : null;
    }
}

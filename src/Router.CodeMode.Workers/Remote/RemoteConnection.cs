using System.Net;
using System.Net.WebSockets;
using Router.CodeMode.Engines;

namespace Router.CodeMode.Workers.Remote;

/// <summary>Connects to a harness elsewhere.</summary>
internal static class RemoteConnection
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <exception cref="ScriptEngineException">It cannot be reached, or refuses the token.</exception>
    public static async Task<ClientWebSocket> OpenAsync(WorkersOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        Uri url = WebSocketUrl(options.Url!);
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {options.Token}");
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.KeepAliveTimeout = KeepAlive;
        socket.Options.CollectHttpResponseDetails = true;
        using CancellationTokenSource patience = new(options.StartTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(url, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch (WebSocketException exception)
        {
            HttpStatusCode status = socket.HttpStatusCode;
            socket.Dispose();
            throw new ScriptEngineException(Explain(url.Host, status), exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new ScriptEngineException($"The harness at {url.Host} did not answer within {options.StartTimeout}.", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Explain(string host, HttpStatusCode status) => status switch
    {
        0 => $"The harness at {host} cannot be reached.",
        HttpStatusCode.Unauthorized => $"The harness at {host} refuses the token. WorkersOptions.Token is its secret TOKEN.",
        _ => $"{host} answered {(int)status} and is no harness. WorkersOptions.Url is the address of the Worker in Harness/wrangler.jsonc.",
    };

    private static Uri WebSocketUrl(Uri url) =>
        new UriBuilder(url) { Scheme = url.Scheme is "http" or "ws" ? "ws" : "wss", Port = url.Port }.Uri;
}

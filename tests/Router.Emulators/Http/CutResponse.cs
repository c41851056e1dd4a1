using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Router.Emulators.Http;

/// <summary>
/// A response written past the server, straight to the socket. The server's own abort throws away what it has not sent yet,
/// and a cut must deliver exactly the bytes it promises before the connection is lost.
/// </summary>
internal sealed class CutResponse(HttpContext http)
{
    private readonly Socket _socket = http.Features.Get<IConnectionSocketFeature>()!.Socket;

    public async Task SendHeadAsync(EmulatorResponse response, CancellationToken cancellationToken)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {ReasonPhrases.GetReasonPhrase(response.Status)}\r\n");
        if (response.ContentType is { } type)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        }

        foreach ((string name, string value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append("Transfer-Encoding: chunked\r\n\r\n");
        await SendAsync(Encoding.ASCII.GetBytes(head.ToString()), cancellationToken);
    }

    public async Task SendChunkAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > 0)
        {
            byte[] chunk = [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes.Span, .. "\r\n"u8];
            await SendAsync(chunk, cancellationToken);
        }
    }

    /// <summary>Ends the connection without the last chunk, and waits for the client to have noticed.</summary>
    public async Task LoseAsync(CancellationToken cancellationToken)
    {
        _socket.Shutdown(SocketShutdown.Send);
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    private async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }
    }
}

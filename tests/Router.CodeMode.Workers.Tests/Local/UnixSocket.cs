using System.Net.Sockets;

namespace Router.CodeMode.Workers.Tests.Local;

internal static class UnixSocket
{
    public static async ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

using Router.Emulators.Http;
using Router.Emulators.OpenAI;
using Router.Emulators.Replicate;
using Router.Emulators.WorkersAI;

namespace Router.Emulators;

/// <summary>The three emulated services, each on its own loopback port.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly List<LoopbackServer> _servers = [];

    private EmulatorHost(EmulatorOptions options)
    {
        FileStore files = new();
        OpenAI = new OpenAIEmulator(options, files);
        WorkersAI = new WorkersAIEmulator(options);
        Replicate = new ReplicateEmulator(options, files);
    }

    public OpenAIEmulator OpenAI { get; }

    public WorkersAIEmulator WorkersAI { get; }

    public ReplicateEmulator Replicate { get; }

    public static async Task<EmulatorHost> StartAsync(
        EmulatorOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new EmulatorOptions();
        EmulatorHost host = new(options);
        try
        {
            await host.ListenAsync(host.OpenAI, options.OpenAIPort, options, cancellationToken);
            await host.ListenAsync(host.WorkersAI, options.WorkersAIPort, options, cancellationToken);
            await host.ListenAsync(host.Replicate, options.ReplicatePort, options, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (LoopbackServer server in _servers)
        {
            await server.DisposeAsync();
        }

        _servers.Clear();
    }

    private async Task ListenAsync(
        ServiceEmulator service,
        int port,
        EmulatorOptions options,
        CancellationToken cancellationToken)
    {
        LoopbackServer server = new(service, options);
        _servers.Add(server);
        service.ListenAt(await server.StartAsync(port, cancellationToken));
    }
}

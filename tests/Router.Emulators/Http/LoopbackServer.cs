using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Router.Emulators.Http;

internal sealed class LoopbackServer(ServiceEmulator service, EmulatorOptions options) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _application;

    public async Task<Uri> StartAsync(int port, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            // Nothing but loopback, whatever the options say.
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        // A client that holds a connection open must not hold up the end of a test.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        _application = builder.Build();

        RequestPipeline pipeline = new(service, options, _stopping.Token);
        _application.Run(pipeline.InvokeAsync);
        await _application.StartAsync(cancellationToken);
        return new Uri(_application.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _stopping.Dispose();
    }
}

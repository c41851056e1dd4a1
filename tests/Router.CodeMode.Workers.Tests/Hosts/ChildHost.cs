using System.Diagnostics;
using System.Globalization;
using Router.CodeMode.Driving;

namespace Router.CodeMode.Workers.Tests.Hosts;

/// <summary>That host, started and to be killed.</summary>
internal sealed class ChildHost : IDisposable
{
    private readonly Process _process;

    private ChildHost(Process process) => _process = process;

    public int GuardId { get; private set; }

    public IReadOnlyList<int> WorkerIds { get; private set; } = [];

    public static async Task<ChildHost> StartAsync()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [typeof(ChildHost).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        ChildHost host = new(Process.Start(start)!);
        string line = await host._process.StandardOutput.ReadLineAsync().WaitAsync(Driver.Patience)
            ?? throw new InvalidOperationException("The host ended.");
        int[] ids = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        host.GuardId = ids[0];
        host.WorkerIds = ids[1..];
        return host;
    }

    /// <summary>Ends it as the kernel would: it gets no chance to clean up.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}

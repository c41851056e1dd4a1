using System.Diagnostics;
using System.Globalization;

namespace Router.Stores.Contract;

/// <summary>A process that takes from a store. See Router.Stores.Worker for what it is told and tells.</summary>
public sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>Starts one; its store is open once this completes, and it has taken nothing.</summary>
    public static Task<WorkerProcess> StartAsync(string type, string setting, string connection, string kind, int limit, int callers) => StartAsync(
        type, setting, connection, kind, limit.ToString(CultureInfo.InvariantCulture), callers.ToString(CultureInfo.InvariantCulture));

    /// <summary>Starts one that works on stored runs; its store is open once this completes.</summary>
    public static Task<WorkerProcess> StartRunsAsync(string store, string connection, string mode, string run) =>
        StartAsync("coderuns", store, connection, mode, run);

    private static async Task<WorkerProcess> StartAsync(params string[] given)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Router.Stores.Worker.dll"), .. given];
        ProcessStartInfo start = new(host, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        WorkerProcess worker = new(Process.Start(start)!);
        (await worker.ReadAsync()).Should().Be("ready");
        return worker;
    }

    /// <summary>Lets all its callers go at once; answers how many were let through.</summary>
    public async Task<int> RunAsync()
    {
        await _process.StandardInput.WriteLineAsync("go");
        return await ReadNumberAsync() ?? -1;
    }

    /// <summary>The next number that it writes; null once it has ended.</summary>
    public async Task<int?> ReadNumberAsync() =>
        int.TryParse(await ReadAsync(), CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<string?> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
}

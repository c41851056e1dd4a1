using System.Diagnostics;
using System.Text.Json;
using Router.CodeMode.Driving;
using Router.CodeMode.Workers.Harness;

namespace Router.CodeMode.Workers.Tests.Remote;

/// <summary>The harness as it stands on Cloudflare, one socket for each run, served by one workerd on this machine.</summary>
public sealed class RemoteHarness : IAsyncLifetime
{
    public const string Token = "a-token-that-is-long-enough";

    private const string Configuration = """
        using Workerd = import "/workerd/workerd.capnp";
        const config :Workerd.Config = (
          services = [(name = "main", worker = .main), (name = "internet", network = (allow = []))],
          sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
        );
        const main :Workerd.Worker = (
          modules = [(name = "harness.js", esModule = embed "harness.js")],
          compatibilityDate = "2026-01-01",
          compatibilityFlags = ["experimental"],
          bindings = [(name = "LOADER", workerLoader = ()), (name = "TOKEN", fromEnvironment = "TOKEN")]
        );
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("router-harness-");
    private Process _process = null!;

    public Uri Url { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string path = Path.Combine(_directory.FullName, "config.capnp");
        await File.WriteAllTextAsync(path, Configuration);
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "harness.js"), HarnessFiles.Worker);
        ProcessStartInfo start = new(WorkerdPath.Value, ["serve", "--experimental", "--control-fd=1", path]) { RedirectStandardOutput = true };
        start.Environment["TOKEN"] = Token;
        _process = Process.Start(start)!;
        string line = (await _process.StandardOutput.ReadLineAsync().WaitAsync(Driver.Patience))!;
        using JsonDocument document = JsonDocument.Parse(line);
        Url = new Uri($"http://127.0.0.1:{document.RootElement.GetProperty("port").GetInt32()}/");
    }

    /// <summary>Ends it under those who use it.</summary>
    public void Kill() => _process.Kill();

    public async Task DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}

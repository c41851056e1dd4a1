using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Router.Benchmarks.Sandbox;

namespace Router.Benchmarks.Codemode;

/// <summary>
/// <c>@cloudflare/codemode</c> on one local workerd process, over HTTP. Its tools live in the Worker that loads the program, so that a
/// call never leaves the process; ours live in the host.
/// </summary>
internal sealed class CodemodeSubject : SandboxSubject
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private CodemodeSubject(Process process, Uri url)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = url };
    }

    internal override string Name => "@cloudflare/codemode";

    /// <summary>Starts it; what is not there yet is fetched with <c>npm ci</c>.</summary>
    /// <exception cref="InvalidOperationException">It cannot be fetched, or does not start.</exception>
    internal static async Task<CodemodeSubject> StartAsync()
    {
        string folder = Folder();
        string binary = Binary(folder) ?? await FetchAsync(folder);
        ProcessStartInfo start = new(binary, ["serve", "--experimental", "--control-fd=1", Path.Combine(folder, "bench.capnp")])
        {
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("workerd does not start.");
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("workerd ended before it was ready.");
        using JsonDocument document = JsonDocument.Parse(line);
        return new CodemodeSubject(process, new Uri($"http://127.0.0.1:{document.RootElement.GetProperty("port").GetInt32()}/"));
    }

    internal override async Task<string?> RunAsync(string source, TimeSpan delay)
    {
        using StringContent content = new($"async () => {{\n{source}\n}}");
        content.Headers.Add("x-delay", delay.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        using HttpResponseMessage response = await _client.PostAsync((Uri?)null, content);
        string value = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? value : throw new InvalidOperationException($"{Name}: {(int)response.StatusCode} {value}");
    }

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string? Binary(string folder)
    {
        string packages = Path.Combine(folder, "node_modules", "@cloudflare");
        return Directory.Exists(packages)
            ? Directory.GetDirectories(packages, "workerd-*").Select(path => Path.Combine(path, "bin", "workerd")).FirstOrDefault(File.Exists)
            : null;
    }

    private static async Task<string> FetchAsync(string folder)
    {
        Console.WriteLine($"npm ci in {folder} ...");
        try
        {
            using Process npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            {
                WorkingDirectory = folder,
            })!;
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 && Binary(folder) is { } binary
                ? binary
                : throw new InvalidOperationException($"npm ci in {folder} ended with {npm.ExitCode} and brought no workerd for this machine.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException("npm is needed to fetch @cloudflare/codemode. Install Node.js 20 or newer.", exception);
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

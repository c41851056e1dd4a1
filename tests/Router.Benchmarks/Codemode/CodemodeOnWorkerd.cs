using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Router.Benchmarks.Codemode;

/// <summary>
/// <c>@cloudflare/codemode</c> on one local workerd process, over HTTP: one method for each row of the comparison. Its tools live in the
/// Worker that loads the program, so that a call never leaves the process.
/// </summary>
internal sealed class CodemodeOnWorkerd : IAsyncDisposable
{
    private const string Fresh = "async () => { return 1 + 1; }";
    private const string ThreeCalls = "async () => { let s = 0; for (let i = 0; i < 3; i++) s += await tools.echo(i); return s; }";
    private const string Waiting = "async () => { return await tools.wait(); }";
    private const string Loop = "async () => { let s = 0; for (let i = 0; i < 30000000; i++) s = (s + i) | 0; return s; }";

    // About 1 MB of JSON, parsed, sorted, written.
    private const string Sort = """
        async () => {
          const rows = [];
          for (let i = 0, x = 1; i < 12000; i++) { x = (x * 48271) % 2147483647; rows.push({ id: x, name: 'row ' + i, tags: ['a', 'b', 'c'], value: x / 7 }); }
          const parsed = JSON.parse(JSON.stringify(rows));
          parsed.sort((a, b) => a.id - b.id);
          return JSON.stringify(parsed).length;
        }
        """;

    private readonly Process _process;
    private readonly HttpClient _client;

    private CodemodeOnWorkerd(Process process, Uri url)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = url };
    }

    /// <summary>Starts it; <c>npm ci</c> in this folder comes first.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start.</exception>
    public static async Task<CodemodeOnWorkerd> StartAsync()
    {
        string folder = Folder();
        string packages = Path.Combine(folder, "node_modules", "@cloudflare");
        string? binary = Directory.Exists(packages)
            ? Directory.GetDirectories(packages, "workerd-*").Select(path => Path.Combine(path, "bin", "workerd")).FirstOrDefault(File.Exists)
            : null;
        if (binary is null)
        {
            throw new InvalidOperationException($"@cloudflare/codemode is not installed. Run npm ci --ignore-scripts in {folder}.");
        }

        ProcessStartInfo start = new(binary, ["serve", "--experimental", "--control-fd=1", Path.Combine(folder, "bench.capnp")])
        {
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("workerd does not start.");
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("workerd ended before it was ready.");
        using JsonDocument document = JsonDocument.Parse(line);
        return new CodemodeOnWorkerd(process, new Uri($"http://127.0.0.1:{document.RootElement.GetProperty("port").GetInt32()}/"));
    }

    /// <summary>A fresh isolate, no call.</summary>
    public Task FreshAsync() => RunAsync(Fresh, "2");

    /// <summary>A fresh isolate, three calls one after the other.</summary>
    public Task ThreeCallsAsync() => RunAsync(ThreeCalls, "3");

    /// <summary>64 programs at once, each awaiting one call of 50 ms.</summary>
    public Task WaitingAsync() => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => RunAsync(Waiting, "1")));

    /// <summary>A loop of 30 million rounds.</summary>
    public Task LoopAsync() => RunAsync(Loop, null);

    /// <summary>1 MB of JSON, parsed, sorted and written.</summary>
    public Task SortAsync() => RunAsync(Sort, null);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task RunAsync(string program, string? expected)
    {
        using StringContent content = new(program);
        using HttpResponseMessage response = await _client.PostAsync((Uri?)null, content);
        string value = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || (expected is not null && value != expected))
        {
            throw new InvalidOperationException($"@cloudflare/codemode answered {(int)response.StatusCode}: {value}");
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

using System.Diagnostics;
using System.Globalization;

namespace Router.PostgreSql.Tests.Server;

/// <summary>
/// A server of our own: its data in a temporary folder, reached by a socket in there. It ends with this object, and with this
/// process, however that ends.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    // The shell outlives neither its input, which this process holds, nor the server it starts.
    private const string Watch =
        """
        "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c "fsync=$3" -c full_page_writes=$3 -c shared_buffers=64MB \
            -c max_connections=120 2>&1 </dev/null &
        server=$!
        echo "server $server"
        read -r end
        kill -INT $server 2>/dev/null
        wait $server
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly bool _syncs;
    private Process? _shell;
    private int _server;

    private PostgreSqlServer(string folder, bool syncs)
    {
        _folder = folder;
        _syncs = syncs;
    }

    /// <summary>How it is reached.</summary>
    internal string ConnectionString => $"Host={_folder};Username=postgres;Database=postgres;Maximum Pool Size=30";

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="syncs">Whether it waits for the disk, as one that is not for tests does.</param>
    internal static async Task<PostgreSqlServer> StartAsync(bool syncs = false)
    {
        string folder = Directory.CreateTempSubdirectory("router-pg-").FullName;
        if (PostgreSqlBinaries.Account is { } account)
        {
            await RunAsync("chown", account, folder);
        }

        string[] initdb =
        [
            Path.Combine(PostgreSqlBinaries.Folder, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust",
            "-E", "UTF8", "--locale=C", "--no-sync",
        ];
        string[] command = AsAccount(initdb);
        await RunAsync(command[0], command[1..]);
        PostgreSqlServer server = new(folder, syncs);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the data it has.</summary>
    internal async Task StartAgainAsync()
    {
        string[] command = AsAccount(["/bin/sh", "-c", Watch, "watch", PostgreSqlBinaries.Folder, _folder, _syncs ? "on" : "off"]);
        _shell = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        List<string> log = [];
        while (true)
        {
            string line = await _shell.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System)
                ?? throw new InvalidOperationException("The server did not start: " + string.Join('\n', log));
            log.Add(line);
            if (line.StartsWith("server ", StringComparison.Ordinal))
            {
                _server = int.Parse(line[7..], CultureInfo.InvariantCulture);
            }
            else if (line.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                _ = _shell.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }
    }

    /// <summary>Ends it and all its processes as a loss of power would.</summary>
    internal async Task KillAsync()
    {
        using (Process server = Process.GetProcessById(_server))
        {
            server.Kill(entireProcessTree: true);
        }

        await EndShellAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndShellAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndShellAsync()
    {
        if (_shell is not null)
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
            _shell.Dispose();
            _shell = null;
        }
    }

    private static string[] AsAccount(string[] command) =>
        PostgreSqlBinaries.Account is { } account ? ["setpriv", $"--reuid={account}", "--clear-groups", .. command] : command;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output} {await error}");
        }
    }
}

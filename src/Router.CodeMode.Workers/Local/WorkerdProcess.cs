using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;
using Router.CodeMode.Engines;
using Router.CodeMode.Workers.Wire;

namespace Router.CodeMode.Workers.Local;

/// <summary>One <c>workerd</c> process with its control socket. It ends with that socket.</summary>
internal sealed class WorkerdProcess : IDisposable
{
    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly string _socketPath;
    private readonly StreamReader _output;
    private readonly ErrorOutput _errors = new();
    private HarnessSocket? _socket;

    private WorkerdProcess(Process process, ProcessGuard guard, string socketPath, int heapMegabytes)
    {
        _process = process;
        _guard = guard;
        _socketPath = socketPath;
        HeapMegabytes = heapMegabytes;
        Id = process.Id;
        Meter = new ProcessMeter(process);
        Limits = new ProcessLimits(process.Id);
        // Taken before the process can end, and with it the object that knows them.
        _output = process.StandardOutput;
        process.StandardInput.Close();
        Ended = WaitAsync();
    }

    public int Id { get; }

    public int HeapMegabytes { get; }

    public HarnessSocket Socket => _socket!;

    public ProcessMeter Meter { get; }

    public ProcessLimits Limits { get; }

    /// <summary>Completes when the process has ended and is no longer known to the system.</summary>
    public Task<ProcessEnd> Ended { get; }

    /// <summary>How many programs it has run.</summary>
    public int Runs { get; set; }

    /// <summary>When it was last given back.</summary>
    public long IdleSince { get; set; }

    /// <summary>Starts one and connects to it.</summary>
    /// <exception cref="ScriptEngineException">It does not start.</exception>
    public static async Task<WorkerdProcess> StartAsync(
        string binary, WorkerdDirectory directory, ProcessGuard guard, int heapMegabytes, CancellationToken cancellationToken)
    {
        string token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        string socketPath = directory.NextSocket();
        string address = OperatingSystem.IsWindows() ? "127.0.0.1:0" : $"unix:{socketPath}";
        ProcessStartInfo start = new(binary)
        {
            ArgumentList =
            {
                "serve", "--experimental", "--control-fd=1", $"--socket-addr=control={address}", directory.Configuration(heapMegabytes),
            },
            WorkingDirectory = directory.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // Nothing of the host's environment, where secrets are, goes along.
        start.Environment.Clear();
        start.Environment["ROUTER_WORKERD_TOKEN"] = token;
        WorkerdProcess process = new(Launch(start), guard, socketPath, heapMegabytes);
        try
        {
            guard.Add(process.Id);
            process.Limits.NoCoreDumps();
            int port = await process.ReadPortAsync(cancellationToken).ConfigureAwait(false);
            process._socket = await process.ConnectAsync(token, port, cancellationToken).ConfigureAwait(false);
            return process;
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Lets go of what belongs to it, once it has ended.</summary>
    public void Dispose()
    {
        _socket?.Dispose();
        _output.Dispose();
    }

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new ScriptEngineException($"{start.FileName} does not start.");
        }
        catch (Win32Exception exception)
        {
            throw new ScriptEngineException(
                $"{start.FileName} does not start: {exception.Message}. It needs glibc on Linux, and the right to be run.", exception);
        }
    }

    // It says {"event":"listen","socket":"control","port":n} on its standard output when it is ready.
    private async Task<int> ReadPortAsync(CancellationToken cancellationToken)
    {
        string? line = await _output.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (line is null)
        {
            ProcessEnd end = await Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
            throw new ScriptEngineException($"workerd ended with {end.ExitCode} before it was ready. It said: {end.Said.Trim()}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("port").GetInt32();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ScriptEngineException("workerd said something else than that it is ready. Is WorkersOptions.WorkerdPath one?", exception);
        }
    }

    private async Task<HarnessSocket> ConnectAsync(string token, int port, CancellationToken cancellationToken)
    {
        using SocketsHttpHandler handler = new() { UseProxy = false };
        if (!OperatingSystem.IsWindows())
        {
            handler.ConnectCallback = (_, token) => OpenAsync(_socketPath, token);
        }

        using HttpMessageInvoker invoker = new(handler);
        ClientWebSocket socket = new();
        try
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Math.Max(port, 1)}/"), invoker, cancellationToken).ConfigureAwait(false);
            return new HarnessSocket(socket);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            throw new ScriptEngineException("workerd has started and does not accept its control connection.", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<ProcessEnd> WaitAsync()
    {
        Task errors = _errors.ReadAsync(_process.StandardError);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _guard.Remove(Id);
        await errors.ConfigureAwait(false);
        ProcessEnd end = new(_process.ExitCode, _errors.OutOfMemory, _errors.Said);
        _process.Dispose();
        try
        {
            File.Delete(_socketPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The directory goes with the engine.
        }

        return end;
    }
}

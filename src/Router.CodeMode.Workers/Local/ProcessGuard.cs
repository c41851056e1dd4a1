using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Router.CodeMode.Workers.Harness;

namespace Router.CodeMode.Workers.Local;

/// <summary>
/// A shell that waits for the end of this process, however that comes, and then ends the processes that it was told of. It is the second
/// of three: a process ends with its control socket, unless a program spins in it, and the kernel ends one that spins for longer than it may.
/// Thread-safe.
/// </summary>
internal sealed class ProcessGuard : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Process? _shell;

    /// <summary>Starts one where there is a shell.</summary>
    /// <param name="directory">Removed at the end.</param>
    public ProcessGuard(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        ProcessStartInfo start = new("/bin/sh")
        {
            ArgumentList = { "-c", HarnessFiles.Guard, "router-workerd-guard", directory },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            _shell = Process.Start(start);
        }
        catch (Win32Exception)
        {
            // Without a shell the other two remain.
        }
    }

    /// <summary>Its own process; 0 where there is none.</summary>
    public int Id => _shell?.Id ?? 0;

    /// <summary>Tells it of a process that was started.</summary>
    public void Add(int processId) => Tell('+', processId);

    /// <summary>Tells it that a process has ended: its number may soon be another's.</summary>
    public void Remove(int processId) => Tell('-', processId);

    public async ValueTask DisposeAsync()
    {
        if (_shell is null)
        {
            return;
        }

        lock (_gate)
        {
            try
            {
                _shell.StandardInput.Close();
            }
            catch (IOException)
            {
                // It is gone already.
            }
        }

        await _shell.WaitForExitAsync().ConfigureAwait(false);
        _shell.Dispose();
    }

    private void Tell(char what, int processId)
    {
        lock (_gate)
        {
            try
            {
                _shell?.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{what} {processId}\n"));
                _shell?.StandardInput.Flush();
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // Someone ended it: the other two remain.
            }
        }
    }
}

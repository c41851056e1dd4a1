using System.Globalization;
using System.Security.Cryptography;
using Router.CodeMode.Workers.Harness;

namespace Router.CodeMode.Workers.Local;

/// <summary>A directory that this user alone can enter: the harness, its configurations, and the sockets of its processes.</summary>
internal sealed class WorkerdDirectory : IDisposable
{
    // The address of a Unix socket has room for 108 bytes, on some systems for 104.
    private const int LongestPath = 80;

    private readonly Lock _gate = new();
    private int _sockets;

    public WorkerdDirectory()
    {
        string name = $"router-workerd-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);
        Path = path.Length > LongestPath && !OperatingSystem.IsWindows() ? $"/tmp/{name}" : path;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.WriteAllText(System.IO.Path.Combine(Path, "harness.js"), HarnessFiles.Worker);
    }

    public string Path { get; }

    /// <summary>The configuration for a heap of this size. Written once for each.</summary>
    public string Configuration(int heapMegabytes)
    {
        string path = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"heap-{heapMegabytes}.capnp"));
        lock (_gate)
        {
            if (!File.Exists(path))
            {
                string text = HarnessFiles.Configuration
                    .Replace("HEAP_MEGABYTES", heapMegabytes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                File.WriteAllText(path, text);
            }
        }

        return path;
    }

    /// <summary>A path for a socket, used by none before.</summary>
    public string NextSocket() =>
        System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _sockets)}.sock"));

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The guard has removed it, or will.
        }
    }
}

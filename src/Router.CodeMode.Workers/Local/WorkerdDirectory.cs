using System.Globalization;
using System.Security.Cryptography;
using Router.CodeMode.Workers.Harness;

namespace Router.CodeMode.Workers.Local;

/// <summary>A directory that this user alone can enter: the harness, its configurations, and the sockets of its processes.</summary>
internal sealed class WorkerdDirectory : IDisposable
{
    // The address of a Unix socket has room for 108 bytes, on some systems for 104.
    private const int LongestPath = 80;

    private const string Prefix = "router-workerd-";

    // Locked for as long as its process lives: the system unlocks it, however that ends.
    private const string Owner = "owner";

    private static readonly EnumerationOptions Tolerant = new() { IgnoreInaccessible = true };

    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly FileStream _owner;
    private int _sockets;

    /// <param name="time">Tells old directories from new ones.</param>
    public WorkerdDirectory(TimeProvider time)
    {
        string name = $"{Prefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
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

        _owner = Lock(Path);
        RemoveOrphans(time);
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
        _owner.Dispose();
        Remove(Path);
    }

    // Left behind by a host that was killed together with its guard.
    private void RemoveOrphans(TimeProvider time)
    {
        if (TryLock(Path) is { } second)
        {
            // There are no locks on this file system: nobody can tell whose owner lives.
            second.Dispose();
            return;
        }

        foreach (DirectoryInfo directory in new DirectoryInfo(System.IO.Path.GetDirectoryName(Path)!).EnumerateDirectories($"{Prefix}*", Tolerant))
        {
            // A link would lead elsewhere, and a new one may not be locked yet.
            if (directory.LinkTarget is null && time.GetUtcNow().UtcDateTime - directory.LastWriteTimeUtc > Young
                && TryLock(directory.FullName) is { } orphan)
            {
                OrphanedProcesses.End(directory.FullName);
                orphan.Dispose();
                Remove(directory.FullName);
            }
        }
    }

    // Nothing: its owner lives, or is another user.
    private static FileStream? TryLock(string directory)
    {
        try
        {
            return Lock(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A guard, or another engine, has removed it or will.
        }
    }

    private static FileStream Lock(string directory) =>
        new(System.IO.Path.Combine(directory, Owner), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}

using System.Runtime.InteropServices;
using System.Text;

namespace Router.CodeMode.Durability.Stores;

/// <summary>Files and folders that are this account's alone, and that are on disk when a method returns.</summary>
internal static class FileDisk
{
    private const UnixFileMode PrivateFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int InvalidArgument = 22;

    // Of reading, O_CLOEXEC alone: a process that is started meanwhile does not inherit the folder.
    private static readonly int CloseOnExecute = OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsMacOS() ? 0x1000000 : 0;

    internal static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, PrivateFolder);
        }
    }

    internal static FileStream Open(string path, FileMode mode, FileShare share)
    {
        // Without a buffer: what is written is with the system when Write returns.
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = PrivateFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>The bytes of a file; null where there is none.</summary>
    internal static byte[]? TryRead(string path)
    {
        try
        {
            // Windows replaces a file that somebody reads only where the reader allows it.
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts a file in the place of another, so that there is the one or the other whenever the process ends.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it holds from now on.</param>
    /// <param name="durable">Whether that must outlast a loss of power too.</param>
    internal static void Replace(string path, ReadOnlySpan<byte> content, bool durable)
    {
        string next = path + ".next";
        Write(next, content, durable);
        File.Move(next, path, overwrite: true);
        if (durable)
        {
            Sync(Path.GetDirectoryName(path)!);
        }
    }

    internal static void Write(string path, ReadOnlySpan<byte> content, bool durable)
    {
        using FileStream file = Open(path, FileMode.Create, FileShare.Read);
        file.Write(content);
        if (durable)
        {
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Puts the names in a folder on disk. Windows does so by itself.</summary>
    internal static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        byte[] path = [.. Encoding.UTF8.GetBytes(folder), 0];
        int handle = OpenHandle(path, CloseOnExecute);
        if (handle < 0)
        {
            throw new IOException($"The folder '{folder}' cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        }

        try
        {
            // Some file systems know no such thing for folders, and answer EINVAL.
            if (SyncHandle(handle) < 0 && Marshal.GetLastPInvokeError() is not InvalidArgument and { } error)
            {
                throw new IOException($"The folder '{folder}' cannot be put on disk: error {error}.");
            }
        }
        finally
        {
            _ = CloseHandle(handle);
        }
    }

    // The class library opens no folders.
#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code in this assembly, and these arguments need none.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenHandle(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncHandle(int handle);

    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseHandle(int handle);
#pragma warning restore SYSLIB1054
}

using Microsoft.Win32.SafeHandles;

namespace Router.Configuration.References;

/// <summary>The process environment and the file system. Stateless.</summary>
internal sealed class MachineEnvironment : IConfigurationEnvironment
{
    private const int SmallestBuffer = 4096;

    internal static MachineEnvironment Instance { get; } = new();

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public FileStamp? Stamp(string path)
    {
        try
        {
            using SafeFileHandle handle = Open(path);
            return Stamp(handle);
        }
        catch (Exception exception) when (Explain(exception) is not null)
        {
            return null;
        }
    }

    public FileContent Read(string path, int maxLength)
    {
        try
        {
            using SafeFileHandle handle = Open(path);
            FileStamp stamp = Stamp(handle);
            using FileStream stream = new(handle, FileAccess.Read, bufferSize: 0);
            return ReadAll(stream, stamp.Length, maxLength) is { } bytes
                ? new FileContent(bytes, stamp, null)
                : new FileContent(null, stamp, "is too large");
        }
        catch (Exception exception) when (Explain(exception) is { } fault)
        {
            // Opening a directory is refused as if a permission were missing.
            return new FileContent(null, null, Directory.Exists(path) ? "is a directory" : fault);
        }
    }

    // The stated length is a hint and no measure: devices and files under /proc say 0. Null where there is more than allowed.
    private static byte[]? ReadAll(FileStream stream, long statedLength, int maxLength)
    {
        byte[] buffer = new byte[Math.Clamp(statedLength + 1, SmallestBuffer, maxLength + 1L)];
        int filled = 0;
        while (stream.Read(buffer, filled, buffer.Length - filled) is var read and > 0)
        {
            filled += read;
            if (filled > maxLength)
            {
                return null;
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, maxLength + 1L));
            }
        }

        return buffer[..filled];
    }

    // The handle is of the file at the end of all links; File.GetLastWriteTimeUtc(path) would ask the link itself.
    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static FileStamp Stamp(SafeFileHandle handle) => new(File.GetLastWriteTimeUtc(handle), RandomAccess.GetLength(handle));

    private static string? Explain(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => FileContent.Missing,
        UnauthorizedAccessException => "may not be read",
        IOException or NotSupportedException or ArgumentException => "cannot be read",
        _ => null,
    };
}

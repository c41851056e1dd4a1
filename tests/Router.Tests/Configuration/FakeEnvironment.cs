using System.Text;
using Router.Configuration.References;

namespace Router.Tests.Configuration;

/// <summary>Variables and files in memory.</summary>
internal sealed class FakeEnvironment : IConfigurationEnvironment
{
    private readonly Dictionary<string, (byte[] Bytes, FileStamp Stamp)> _files = [];
    private int _writes;

    internal Dictionary<string, string> Variables { get; } = [];

    internal int Reads { get; private set; }

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public FileStamp? Stamp(string path) => _files.TryGetValue(path, out var file) ? file.Stamp : null;

    public FileContent Read(string path, int maxLength)
    {
        Reads++;
        return _files.TryGetValue(path, out var file)
            ? file.Bytes.Length > maxLength ? new(null, file.Stamp, "is too large") : new(file.Bytes, file.Stamp, null)
            : new(null, null, "does not exist");
    }

    internal void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    internal void Write(string path, byte[] bytes) =>
        _files[Path.GetFullPath(path)] = (bytes, new FileStamp(DateTime.UnixEpoch.AddSeconds(++_writes), bytes.Length));

    internal void Delete(string path) => _files.Remove(Path.GetFullPath(path));
}

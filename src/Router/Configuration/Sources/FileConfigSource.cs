using Microsoft.Extensions.Primitives;
using Router.Configuration.References;
using Router.Configuration.Tree;

namespace Router.Configuration.Sources;

/// <summary>
/// A configuration in a JSON file, watched by polling: that works with network shares, with links and with files that are
/// replaced whole, where file system events do not. Files that references name are watched too. Watching starts with the first
/// <see cref="Load"/>.
/// </summary>
internal sealed class FileConfigSource : IRouterConfigSource
{
    internal static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(2);

    private readonly string _name;
    private readonly string _path;
    private readonly TimeSpan _interval;
    private readonly IConfigurationEnvironment _environment;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private WatchedFiles _watched;
    private CancellationTokenSource _changed = new();
    private int _loads;
    private bool _disposed;

    /// <param name="path">The file; what it holds need not exist yet.</param>
    /// <param name="time">The clock of the polling.</param>
    /// <param name="interval">How often the files are looked at. Default: 2 seconds.</param>
    /// <param name="environment">Where variables and files are read. Default: the machine.</param>
    internal FileConfigSource(
        string path, TimeProvider time, TimeSpan? interval = null, IConfigurationEnvironment? environment = null)
    {
        _name = path;
        _path = Path.GetFullPath(path);
        _interval = interval ?? DefaultInterval;
        _environment = environment ?? MachineEnvironment.Instance;
        _watched = WatchedFiles.None;
        _timer = time.CreateTimer(_ => Poll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public RouterConfigSnapshot Load(ConfigurationContext context)
    {
        ConfigIssues issues = new(_name) { WarnsOfLiteralSecrets = true };
        ReferenceResolver references = new(_environment, Path.GetDirectoryName(_path) ?? _path);
        FileContent file = default;
        try
        {
            ConfigNode? root = JsonFile.Read(_path, _environment, issues, out file);
            RouterConfig config = ConfigLoader.FromTree(root, StringComparer.Ordinal, context, references, issues);
            return new RouterConfigSnapshot(config, issues, Revision.Next(ref _loads, file.Bytes));
        }
        finally
        {
            // A bad configuration is watched as well: the next change may mend it.
            Watch(WatchedFiles.Of(references.Files.Append(new(_path, file))));
        }
    }

    public IChangeToken GetReloadToken()
    {
        lock (_gate)
        {
            return new CancellationChangeToken(_changed.Token);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void Watch(WatchedFiles files)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _watched = files;
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Poll()
    {
        WatchedFiles before;
        lock (_gate)
        {
            before = _watched;
        }

        WatchedFiles now = before.Look(_environment, JsonFile.Longest, out bool differs);
        CancellationTokenSource? fire = null;
        lock (_gate)
        {
            // A load in the meantime has looked later than this poll did.
            if (_disposed || !ReferenceEquals(before, _watched))
            {
                return;
            }

            _watched = now;
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            if (differs)
            {
                fire = _changed;
                _changed = new CancellationTokenSource();
            }
        }

        try
        {
            fire?.Cancel();
        }
        catch (AggregateException)
        {
            // Whoever listens reports his own faults. Thrown on the timer's thread this one would end the process.
        }
    }
}

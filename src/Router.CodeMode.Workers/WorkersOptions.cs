namespace Router.CodeMode.Workers;

/// <summary>
/// Where <see cref="WorkersEngine"/> runs programs: in local <c>workerd</c> processes, or, where <see cref="Url"/> is set, in the harness
/// Worker there. Read once, when the engine is made.
/// </summary>
public sealed class WorkersOptions
{
    /// <summary>The deployed harness: <c>https</c> or <c>wss</c>; without TLS only on this machine. Default none: local processes.</summary>
    public Uri? Url { get; set; }

    /// <summary>The bearer token of the harness at <see cref="Url"/>, at least 16 characters. Default none.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// The <c>workerd</c> program. Default: <c>runtimes/&lt;rid&gt;/native/workerd</c> beside the application, else the one in a
    /// <c>node_modules</c> there or above.
    /// </summary>
    public string? WorkerdPath { get; set; }

    /// <summary>
    /// How many processes there may be; each holds one program, also while that waits for a call. More programs wait their turn.
    /// Default 64; 1 to 1,000.
    /// </summary>
    public int MaxProcesses { get; set; } = WorkersDefaults.MaxProcesses;

    /// <summary>How many started processes are kept ready for the next program. Default 1; 0 to <see cref="MaxProcesses"/>.</summary>
    public int WarmProcesses { get; set; } = WorkersDefaults.WarmProcesses;

    /// <summary>How many programs a process runs, one after the other, before a new one takes its place. Default 200; 1 to 100,000.</summary>
    public int RunsPerProcess { get; set; } = WorkersDefaults.RunsPerProcess;

    /// <summary>A process that holds more memory than this between two programs is replaced, in bytes. Default 256 MiB; at least 64 MiB.</summary>
    public long RecycleBytes { get; set; } = WorkersDefaults.RecycleBytes;

    /// <summary>How long a process beyond <see cref="WarmProcesses"/> is kept without work. Default 1 min; 1 s to 1 day.</summary>
    public TimeSpan IdleTimeout { get; set; } = WorkersDefaults.IdleTimeout;

    /// <summary>How long a program waits for a free process before the engine says that it has no room. Default 30 s; 1 ms to 1 h.</summary>
    public TimeSpan QueueTimeout { get; set; } = WorkersDefaults.QueueTimeout;

    /// <summary>How long a process may take to start, or the remote harness to accept a connection. Default 15 s; 100 ms to 10 min.</summary>
    public TimeSpan StartTimeout { get; set; } = WorkersDefaults.StartTimeout;

    /// <summary>A step without an answer whose process has used no processor time for this long is given up. Default 10 s; 100 ms to 10 min.</summary>
    public TimeSpan StallTimeout { get; set; } = WorkersDefaults.StallTimeout;

    /// <summary>How much longer than its processor time a remote step may take, by the clock. Default 10 s; 10 ms to 10 min.</summary>
    public TimeSpan RemoteGrace { get; set; } = WorkersDefaults.RemoteGrace;

    internal void Validate()
    {
        Check(MaxProcesses, 1, 1_000, nameof(MaxProcesses));
        Check(WarmProcesses, 0, MaxProcesses, nameof(WarmProcesses));
        Check(RunsPerProcess, 1, 100_000, nameof(RunsPerProcess));
        Check(RecycleBytes, 64L * 1024 * 1024, long.MaxValue, nameof(RecycleBytes));
        Check(IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(IdleTimeout));
        Check(QueueTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), nameof(QueueTimeout));
        Check(StartTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(StartTimeout));
        Check(StallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(StallTimeout));
        Check(RemoteGrace, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10), nameof(RemoteGrace));
        if (Url is not null)
        {
            ValidateRemote(Url, Token);
        }
        else if (Token is not null)
        {
            throw new ArgumentException("WorkersOptions.Token is set and Url is not. A token belongs to a URL; local processes make their own.");
        }
    }

    private static void ValidateRemote(Uri url, string? token)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("https" or "wss" or "http" or "ws"))
        {
            throw new ArgumentException("WorkersOptions.Url is an absolute https or wss URL.");
        }

        if (url.Scheme is "http" or "ws" && !url.IsLoopback)
        {
            throw new ArgumentException($"WorkersOptions.Url sends its token to {url.Host} in the clear. Use https.");
        }

        if (token is null || token.Length < 16 || token.Any(c => c is <= ' ' or > '~'))
        {
            throw new ArgumentException("WorkersOptions.Token is at least 16 visible ASCII characters: the TOKEN secret of the harness.");
        }
    }

    private static void Check<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"WorkersOptions.{name} is {value}; it is at least {least} and at most {most}.");
        }
    }
}

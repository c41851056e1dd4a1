namespace Router.CodeMode.Workers;

internal static class WorkersDefaults
{
    public const int MaxProcesses = 64;

    public const int WarmProcesses = 1;

    public const int RunsPerProcess = 200;

    public const long RecycleBytes = 256L * 1024 * 1024;

    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan RemoteGrace = TimeSpan.FromSeconds(10);

    /// <summary>What making a program ready to run may cost in processor time: its author pays for what it does, not for how it is read.</summary>
    public static readonly TimeSpan LoadCpu = TimeSpan.FromSeconds(1);

    /// <summary>How long a program's isolate may take to go before its process does.</summary>
    public static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);
}

namespace Router.Host.Commands;

/// <summary>What the command ends with. Scripts rely on these.</summary>
internal static class ExitCodes
{
    internal const int Ok = 0;

    /// <summary>The lock and the providers no longer agree.</summary>
    internal const int Drift = 1;

    /// <summary>The command line, the configuration or the lock file cannot be used.</summary>
    internal const int Configuration = 2;

    /// <summary>A provider failed, so that the answer is not known.</summary>
    internal const int Provider = 3;

    /// <summary>Ended by Ctrl+C: 128 and the signal's number, as shells have it.</summary>
    internal const int Cancelled = 130;
}

namespace Router.Configuration;

/// <summary>The defaults of <see cref="RouteConfig"/> and its parts.</summary>
internal static class RouteDefaults
{
    internal const string Strategy = "priority";
    internal const int MaxAttempts = 4;
    internal const int TriesPerTarget = 2;
    internal const int MirrorConcurrency = 16;

    internal static readonly TimeSpan BaseDelay = TimeSpan.FromMilliseconds(200);
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(8);
    internal static readonly TimeSpan Total = TimeSpan.FromSeconds(100);
    internal static readonly TimeSpan FirstToken = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan HedgingDelay = TimeSpan.FromSeconds(2);
}

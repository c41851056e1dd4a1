namespace Router.CodeMode.Jint;

internal static class JintEngineDefaults
{
    public const int AllocationFactor = 8;

    public const int MaxAbandonedThreads = 4;

    public static readonly int Threads = Environment.ProcessorCount + 2;

    public static readonly TimeSpan HaltGrace = TimeSpan.FromMilliseconds(500);
}

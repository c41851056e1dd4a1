namespace Router.CodeMode.Jint.Threads;

/// <summary>Why a step is told to halt.</summary>
internal enum HaltReason
{
    None,
    Cpu,
    Cancelled,
    Disposed,
}

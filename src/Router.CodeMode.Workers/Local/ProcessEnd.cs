namespace Router.CodeMode.Workers.Local;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">128 and the number of the signal, where one ended it.</param>
/// <param name="OutOfMemory">Whether it said that there was no memory left.</param>
/// <param name="Said">The first that it said, which before any program ran is about itself.</param>
internal sealed record ProcessEnd(int ExitCode, bool OutOfMemory, string Said)
{
    private const int CpuSignal = 128 + 24;

    /// <summary>Whether the kernel ended it for its processor time.</summary>
    public bool OutOfTime => ExitCode == CpuSignal;
}

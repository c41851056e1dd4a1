namespace Router.CodeMode.Workers.Runs;

/// <summary>Why a step was ended from outside.</summary>
internal enum RunVerdict
{
    None,
    Cpu,
    Memory,
    Stall,
}

namespace Router.CodeMode.Workers.Runs;

/// <summary>What a step used.</summary>
internal readonly record struct RunReading(RunVerdict Verdict, TimeSpan Cpu, long MemoryBytes);

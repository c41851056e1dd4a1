namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>One thread of the scheduler, and what it does now.</summary>
internal sealed class SliceWorker
{
    /// <summary>What it runs; null while it waits. Under the scheduler's lock.</summary>
    public Slice? Current { get; set; }

    /// <summary>Since when, by the scheduler's clock.</summary>
    public long Since { get; set; }

    /// <summary>Its processor time then.</summary>
    public TimeSpan CpuSince { get; set; }

    /// <summary>Its processor time; null until it has begun.</summary>
    public ThreadCpu? Cpu { get; set; }
}

namespace Router.CodeMode.QuickJs.Scheduling;

/// <summary>Where the system tells no processor time: wall time, which is never less. On a machine under load programs then end early.</summary>
internal sealed class WallThreadCpu(TimeProvider time) : ThreadCpu
{
    private readonly long _start = time.GetTimestamp();

    public override TimeSpan Used => time.GetElapsedTime(_start);

    public override TimeSpan UsedSeenFromOutside => Used;
}

using Router.CodeMode.QuickJs.Machines;
using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>What the instances of one engine share.</summary>
/// <param name="Scheduler">Where they run.</param>
/// <param name="Template">What they are copies of.</param>
/// <param name="Release">Gives back an instance's place.</param>
internal sealed record EngineServices(SliceScheduler Scheduler, MachineTemplate Template, Action Release)
{
    private static readonly TimeSpan Preparing = TimeSpan.FromMinutes(2);

    /// <summary>Has a template made, so that no program pays for it.</summary>
    public async ValueTask PrepareAsync(MachineTemplate template, CancellationToken cancellationToken)
    {
        if (template.IsMade)
        {
            return;
        }

        InstanceSlice<bool> slice = new(Preparing, _ => template.Make(), static _ => { });
        Scheduler.Enqueue(slice);
        await slice.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}

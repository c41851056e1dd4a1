using Router.CodeMode.QuickJs.Machines;
using Router.CodeMode.QuickJs.Scheduling;

namespace Router.CodeMode.QuickJs.Instances;

/// <summary>What the instances of one engine share.</summary>
/// <param name="Scheduler">Where they run.</param>
/// <param name="Template">What they are copies of.</param>
/// <param name="Release">Gives back an instance's place.</param>
internal sealed record EngineServices(SliceScheduler Scheduler, MachineTemplate Template, Action Release);

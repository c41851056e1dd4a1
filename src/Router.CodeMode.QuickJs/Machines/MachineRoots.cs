namespace Router.CodeMode.QuickJs.Machines;

/// <summary>Addresses in a machine's memory. All that a machine is, beside its memory and its globals.</summary>
/// <param name="Runtime">The runtime.</param>
/// <param name="Context">Its one context.</param>
/// <param name="Enter">The value that the prelude gave: a function that takes events. 0 where there is none.</param>
internal readonly record struct MachineRoots(int Runtime, int Context, int Enter);

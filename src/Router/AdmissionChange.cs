using Router.Admission;

namespace Router;

/// <summary>Limits that are ready to be put in force, or to be thrown away where the rest of a configuration has an error.</summary>
internal sealed class AdmissionChange(Action apply, IAdmissionStore? store)
{
    internal void Apply() => apply();

    /// <summary>Lets go of a store that was made in vain. Nobody has asked it anything yet.</summary>
    internal void Discard() => _ = store?.DisposeAsync().AsTask();
}

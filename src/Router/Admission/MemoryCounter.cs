namespace Router.Admission;

/// <summary>A counter of <see cref="MemoryAdmissionStore"/>, whose lock guards it.</summary>
internal abstract class MemoryCounter
{
    /// <summary>Whether it says no more than a new counter would.</summary>
    /// <param name="now">Nanoseconds of the store's clock.</param>
    /// <param name="utc">Microseconds since 1970.</param>
    internal abstract bool IsIdle(long now, long utc);
}

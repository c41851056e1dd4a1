namespace Router.Admission;

/// <summary>A place in an <see cref="AdmissionQueue"/>.</summary>
internal sealed class QueuePlace(int priority)
{
    internal int Priority { get; } = priority;
}

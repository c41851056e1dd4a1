namespace Router.Admission;

/// <summary>A place in an <see cref="AdmissionQueue"/>, whose lock guards it.</summary>
internal sealed class QueuePlace(int priority, long order, long seen)
{
    internal int Priority => priority;

    /// <summary>When it came, among those of the same priority.</summary>
    internal long Order => order;

    /// <summary>The last signal that it has made use of.</summary>
    internal long Seen { get; set; } = seen;

    /// <summary>Whether its own time to try again has come.</summary>
    internal bool TimeIsUp { get; set; }

    /// <summary>Whether it was woken before.</summary>
    internal bool HadTurn { get; set; }

    /// <summary>Completed with true for its turn, with false when it has waited too long; null while it does not wait.</summary>
    internal TaskCompletionSource<bool>? Waiter { get; set; }
}

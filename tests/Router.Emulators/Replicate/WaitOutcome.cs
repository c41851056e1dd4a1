namespace Router.Emulators.Replicate;

/// <summary>What a creation with <c>Prefer: wait</c> answers.</summary>
public enum WaitOutcome
{
    /// <summary>Official language models: <see cref="ProcessingWithOutput"/>; the others: <see cref="Finished"/>.</summary>
    Default,
    Finished,

    /// <summary>The whole output under the status "processing", without completed_at or metrics.</summary>
    ProcessingWithOutput,

    /// <summary>The wait ended before the prediction began.</summary>
    Starting,
}

namespace Router.Tokens;

/// <summary>How far the estimates for one model lie from what its provider counts. Thread-safe.</summary>
internal sealed class TokenCalibration
{
    /// <summary>An estimate, corrected by what was learned.</summary>
    internal long Correct(long estimate) => estimate;

    /// <summary>Learns from an answer: what was estimated for its input, and what the provider counted.</summary>
    internal void Learn(long estimate, long counted, long? outputs)
    {
    }

    internal long ExpectedOutput(int? maxOutputTokens) => maxOutputTokens ?? 1024;
}

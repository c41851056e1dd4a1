namespace Router.Tokens;

/// <summary>
/// How far the estimates for one model lie from what its provider counts, and how long its answers are. Thread-safe, without locks.
/// </summary>
/// <remarks>
/// The ratio of counted to estimated starts at 1 and moves by a weighted mean: the n-th answer weighs 1/(n+1), never less than a
/// tenth. A small request weighs less, since the frame around messages outweighs its text; an answer that lies beyond twice or half of
/// what was learned counts as twice or half, so that no single one moves the ratio far. It stays within a quarter and four. An answer's length counts as eight times the mean at most.
/// </remarks>
internal sealed class TokenCalibration
{
    /// <summary>What an answer without a cap on its tokens is expected to take, in tokens, until longer ones were seen.</summary>
    internal const int DefaultOutput = 1_024;

    private const double Lowest = 0.25;
    private const double Highest = 4;
    private const double Slowest = 0.1;
    private const double Stray = 2;
    private const double FullWeightTokens = 64;
    private const double OutputMargin = 1.5;

    // An answer can well be several times as long as the last ones; a count beyond that, held for every request, could refuse them all, and
    // with them whatever would mend it.
    private const double StrayOutput = 8;

    private readonly PackedMean _ratio = new(1);
    private readonly PackedMean _output = new(0);

    /// <summary>What is counted for a token that was estimated, as learned.</summary>
    internal double Ratio => _ratio.Value;

    /// <summary>An estimate, corrected by what was learned, rounded up; 0 for 0 or less.</summary>
    internal long Correct(long estimate) => estimate <= 0 ? 0 : (long)Math.Min(Math.Ceiling(estimate * Ratio), long.MaxValue);

    /// <summary>
    /// Learns from an answer: what was estimated for its input before correction, and what the provider counted. Neither zero nor less
    /// tells anything.
    /// </summary>
    internal void Learn(long estimate, long counted)
    {
        if (estimate <= 0 || counted <= 0)
        {
            return;
        }

        double seen = Math.Clamp((double)counted / estimate, Lowest, Highest);
        double size = Math.Min(1, estimate / FullWeightTokens);
        _ratio.Learn((mean, number) =>
        {
            double weight = Math.Max(Slowest, 1.0 / (number + 2)) * size;
            double held = Math.Clamp(seen, mean / Stray, mean * Stray);
            return Math.Clamp(mean + (weight * (held - mean)), Lowest, Highest);
        });
    }

    /// <summary>Learns how many tokens an answer took that had no cap. Less than zero tells nothing.</summary>
    internal void LearnOutput(long counted)
    {
        if (counted >= 0)
        {
            _output.Learn((mean, number) =>
            {
                double seen = Math.Min(counted, Math.Max(DefaultOutput, mean) * StrayOutput);
                return mean + (Math.Max(Slowest, 1.0 / (number + 1)) * (seen - mean));
            });
        }
    }

    /// <summary>
    /// How many tokens the answer is expected to take: the cap where there is one, and otherwise one and a half times the mean of what was
    /// seen, at least <see cref="DefaultOutput"/>.
    /// </summary>
    internal long ExpectedOutput(int? maxOutputTokens) => maxOutputTokens is { } cap
        ? Math.Max(0, cap)
        : Math.Max(DefaultOutput, (long)Math.Ceiling(_output.Value * OutputMargin));
}

namespace Router.Tokens;

/// <summary>Estimates how many tokens a text comes to, without any model's vocabulary.</summary>
internal static class TokenHeuristic
{
    /// <summary>The estimate, rounded up.</summary>
    internal static long Estimate(ReadOnlySpan<char> text) => (text.Length + 3) / 4;
}

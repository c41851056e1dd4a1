using System.Buffers;

namespace Router.CodeMode.Execution;

/// <summary>The names of runs.</summary>
internal static class CodeRunId
{
    private const int MaxLength = 128;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:");

    internal static string Check(string runId)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return runId.Length is > 0 and <= MaxLength && !runId.AsSpan().ContainsAnyExcept(Allowed)
            ? runId
            : throw new ArgumentException(
                $"A run's id has 1 to {MaxLength} letters, digits, '.', '_', '-' or ':'; this one has {runId.Length} characters or others.", nameof(runId));
    }
}

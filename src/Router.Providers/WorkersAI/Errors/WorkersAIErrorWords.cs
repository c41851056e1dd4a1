using Router.Resilience;

namespace Router.Providers.WorkersAI.Errors;

/// <summary>
/// Tells failures apart by what they say, where the code is missing, unknown, or shared by unrelated failures (3030, 8007).
/// The first row that fits decides, so what never passes by waiting stands before what does.
/// </summary>
internal static class WorkersAIErrorWords
{
    private static readonly (string Words, FailureClass Class)[] Table =
    [
        ("JSON Mode couldn't be met", FailureClass.Malformed),
        ("daily free allocation", FailureClass.QuotaExhausted),
        ("max context", FailureClass.ContextTooLong),
        ("maximum context", FailureClass.ContextTooLong),
        ("context length", FailureClass.ContextTooLong),
        ("context window", FailureClass.ContextTooLong),
        ("sequence too long", FailureClass.ContextTooLong),
        ("has been flagged", FailureClass.ContentPolicy),
        ("NSFW", FailureClass.ContentPolicy),
        ("unable to decode image", FailureClass.CallerFault),
        ("per min rate", FailureClass.RateLimited),
        ("out of capacity", FailureClass.Capacity),
        ("capacity temporarily exceeded", FailureClass.Capacity),
        ("no such model", FailureClass.ModelGone),

        // 8007 passes on what the server of the model said.
        ("internal server error", FailureClass.Transient),
    ];

    /// <summary>What a message means; null where it holds none of the words.</summary>
    internal static FailureClass? Find(string? text)
    {
        foreach ((string words, FailureClass found) in Table)
        {
            if (text?.Contains(words, StringComparison.OrdinalIgnoreCase) is true)
            {
                return found;
            }
        }

        return null;
    }
}

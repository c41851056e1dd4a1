using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.Replicate;

/// <summary>
/// Tells Replicate's failures apart: refused requests by status and problem document, failed predictions by code and text.
/// Codes E1000 and above are Replicate's own (its error code reference); E003 to E006 are those of the official models, seen
/// in third-party reports. A model's own exception, which no code names, is taken for an unusable answer: running the same
/// input again at the same target would most likely be billed for the same exception.
/// </summary>
internal sealed class ReplicateFailureClassifier : FailureClassifier
{
    /// <inheritdoc />
    protected override Failure ClassifyResponse(ProviderException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        string text = exception.Detail ?? "";
        FailureClass found = exception.StatusCode is { } status
            ? ByResponse(status, exception, text)
            : exception.ErrorType switch
            {
                ReplicateFailures.Canceled => FailureClass.Transient,
                ReplicateFailures.DeadlinePassed => FailureClass.Timeout,
                // Aborted means that its deadline passed in the queue: there was no machine for it.
                ReplicateFailures.Aborted => FailureClass.Capacity,
                ReplicateFailures.Failed => ByCode(exception.Code) ?? ByText(text) ?? FailureClass.Malformed,
                _ => FailureClass.Transient,
            };
        return Describe(exception, found);
    }

    private static FailureClass ByResponse(int status, ProviderException exception, string text) => status switch
    {
        402 => FailureClass.QuotaExhausted,
        429 when Holds(text, "spend limit", "insufficient credit") => FailureClass.QuotaExhausted,
        // Only here is a version's fault told from a fault of the input: both are 422.
        422 when IsVersionFault(exception.ErrorType, text) => FailureClass.ModelGone,
        400 or 422 => OfInput(text),
        _ => ByStatus(status),
    };

    private static FailureClass OfInput(string text)
    {
        FailureClass? found = ByText(text);
        return found is FailureClass.ContentPolicy or FailureClass.ContextTooLong ? found.Value : FailureClass.CallerFault;
    }

    private static bool IsVersionFault(string? title, string text) =>
        Holds(title ?? "", "invalid version")
        || Holds(text, "invalid version", "version or not permitted", "version does not exist", "version is required", "version is disabled");

    private static FailureClass? ByCode(string? code) => code switch
    {
        "E003" => FailureClass.Capacity,
        "E004" => FailureClass.Transient,
        "E005" => FailureClass.ContentPolicy,
        "E006" => FailureClass.CallerFault,
        "E1000" => FailureClass.Transient,
        // Another machine may have the memory; a second failure there settles it.
        "E1001" => FailureClass.Capacity,
        "E4875" => FailureClass.CallerFault,
        "E6716" => FailureClass.Capacity,
        "E8367" or "E8765" or "E9243" or "E9825" => FailureClass.Transient,
        "PA" => FailureClass.Transient,
        _ => null,
    };

    private static FailureClass? ByText(string text) =>
        Holds(text, "nsfw", "flagged as sensitive", "content policy", "content moderation", "safety filter", "safety checker")
            ? FailureClass.ContentPolicy
        : Holds(text, "out of memory", "high demand", "at capacity", "overloaded") ? FailureClass.Capacity
        : Holds(text, "context length", "context window", "prompt length exceeds", "prompt is too long", "too many tokens")
            ? FailureClass.ContextTooLong
        : Holds(text, "input validation") ? FailureClass.CallerFault
        : Holds(text, "prediction interrupted", "temporarily unavailable") ? FailureClass.Transient
        : Holds(text, "rate limit") ? FailureClass.RateLimited
        : Holds(text, "timed out", "timeout") ? FailureClass.Timeout
        : null;

    private static bool Holds(string text, params ReadOnlySpan<string> phrases)
    {
        foreach (string phrase in phrases)
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

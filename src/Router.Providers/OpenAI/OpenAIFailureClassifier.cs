using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.OpenAI;

/// <summary>
/// Tells OpenAI's failures apart, and those of compatible servers by their wording. Quota is asked before rate limit, since both
/// come as 429, and what can never succeed before both. Thread-safe, without state.
/// </summary>
/// <remarks>
/// A 404 that names no model is the endpoint's path: a fault of the configuration, so the request is not blamed on the model and
/// no other target is asked in silence.
/// </remarks>
internal sealed class OpenAIFailureClassifier : FailureClassifier
{
    private static readonly string[] QuotaCodes =
    [
        "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded", "billing_hard_limit_reached", "billing_not_active",
    ];

    private static readonly string[] QuotaWords = ["exceeded your current quota", "credit balance is too low", "insufficient credits"];

    private static readonly string[] CapacityCodes =
        ["server_is_overloaded", "overloaded_error", "service_unavailable_error", "engine_overloaded", "overloaded"];

    private static readonly string[] ModelCodes = ["model_not_found", "model_not_available", "deployment_not_found", "DeploymentNotFound"];

    private static readonly string[] ContextCodes = ["context_length_exceeded", "string_above_max_length", "exceed_context_size_error", "context_window_exceeded"];

    private static readonly string[] PolicyCodes =
        ["content_policy_violation", "content_filter", "moderation_blocked", "ResponsibleAIPolicyViolation"];

    private static readonly string[] ContextWords =
    [
        "maximum context length", "context length exceeded", "context window", "context size", "exceeds the model's context", "prompt is too long",
        "maximum model length", "max_model_len", "input is too long", "too many tokens in", "reduce the length of",
    ];

    private static readonly string[] PolicyWords =
        ["content management policy", "content policy", "safety system", "flagged", "usage policies"];

    private OpenAIFailureClassifier()
    {
    }

    /// <summary>The classifier; it has no state.</summary>
    internal static OpenAIFailureClassifier Instance { get; } = new();

    /// <inheritdoc />
    protected override Failure ClassifyResponse(ProviderException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Describe(exception, ClassOf(exception));
    }

    private static FailureClass ClassOf(ProviderException error)
    {
        int status = error.StatusCode ?? 0;
        string detail = error.Detail ?? "";
        if (Is(error, QuotaCodes) || status == 402 || (status is 400 or 403 or 429 && Says(detail, QuotaWords)))
        {
            return FailureClass.QuotaExhausted;
        }

        if (status == 429)
        {
            return detail.StartsWith("Request too large", StringComparison.OrdinalIgnoreCase) ? FailureClass.CallerFault : FailureClass.RateLimited;
        }

        // Some servers answer 500 to a prompt that does not fit.
        if (status is not (401 or 403 or >= 500) || (status == 500 && Says(detail, ContextWords)))
        {
            return OfRequest(error, status, detail);
        }

        return status is 503 or 529 || Is(error, CapacityCodes) || error.Code == "slow_down" ? FailureClass.Capacity
            : status == 403 && Is(error, PolicyCodes) ? FailureClass.ContentPolicy
            : ByStatus(status);
    }

    /// <summary>The class of a refused request, and of an error inside an answer that said success.</summary>
    private static FailureClass OfRequest(ProviderException error, int status, string detail) =>
        Is(error, ContextCodes) || Says(detail, ContextWords) ? FailureClass.ContextTooLong
        : Is(error, PolicyCodes) || (status == 400 && Says(detail, PolicyWords)) ? FailureClass.ContentPolicy
        : Is(error, ModelCodes) || (status == 404 && Says(detail, "model")) ? FailureClass.ModelGone
        : status == 404 ? FailureClass.CallerFault
        : status is 0 or < 400 ? OfStream(error)
        : ByStatus(status);

    /// <summary>The class of an error that came inside a stream, where there is no status to go by.</summary>
    private static FailureClass OfStream(ProviderException error) =>
        Is(error, CapacityCodes) ? FailureClass.Capacity
        : Is(error, ["rate_limit_exceeded", "rate_limit_error", "slow_down", "too_many_requests"]) ? FailureClass.RateLimited
        : Is(error, ["invalid_api_key", "authentication_error", "permission_error"]) ? FailureClass.Credential
        : Is(error, ["timeout", "timeout_error"]) ? FailureClass.Timeout
        : Is(error, ["server_error", "internal_error", "internal_server_error", "api_error", "upstream_error"]) ? FailureClass.Transient
        : Is(error, ["invalid_request_error", "BadRequestError"]) ? FailureClass.CallerFault
        : FailureClass.Malformed;

    private static bool Is(ProviderException error, ReadOnlySpan<string> codes)
    {
        foreach (string code in codes)
        {
            if (code.Equals(error.Code, StringComparison.OrdinalIgnoreCase) || code.Equals(error.ErrorType, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Says(string detail, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (detail.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Text.Json.Nodes;
using Router.Emulators.Faults;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.Replicate;

/// <summary>application/problem+json, as Replicate fills it in.</summary>
internal static class ReplicateErrors
{
    private const string ProblemJson = "application/problem+json";
    private const double DefaultRetryAfter = 5;

    private static readonly Dictionary<string, ProviderError> Known = new(StringComparer.Ordinal)
    {
        ["bad_request"] = new(400, "The request could not be read."),
        ["unauthenticated"] = new(401, "You did not pass a valid authentication token", "Unauthenticated"),
        ["insufficient_credit"] = new(402, "You have insufficient credit to run this model. Go to https://replicate.com/account/billing to purchase credit.", "Insufficient credit"),
        ["forbidden"] = new(403, "You do not have permission to perform this action."),
        ["not_found"] = new(404, "The requested resource could not be found."),
        ["invalid_version"] = new(422, "The specified version does not exist (or perhaps you don't have permission to use it?)", "Invalid version or not permitted"),
        ["input_validation"] = new(422, "- input.prompt is required", "Input validation failed"),
        ["throttled"] = new(429, "Request was throttled. Your rate limit resets in ~{0}."),
        ["throttled.low_credit"] = new(429, "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~{0}."),
        ["internal"] = new(500, "An internal error occurred."),
        ["bad_gateway"] = new(502, "Bad gateway."),
        ["unavailable"] = new(503, "Service unavailable."),
    };

    private static readonly Dictionary<int, string> ByStatus = new()
    {
        [400] = "bad_request",
        [401] = "unauthenticated",
        [402] = "insufficient_credit",
        [403] = "forbidden",
        [404] = "not_found",
        [422] = "invalid_version",
        [429] = "throttled",
        [502] = "bad_gateway",
        [503] = "unavailable",
    };

    public static IEnumerable<string> Codes => Known.Keys;

    public static EmulatorResponse For(Fault fault)
    {
        ProviderError error = Find(fault);
        JsonObject body = Body(error.Status, fault.Message ?? WithWait(error.Message, fault), error.Type);
        if (error.Status == 429 && fault.RetryText is null)
        {
            body["retry_after"] = fault.RetryAfterBody ?? DefaultRetryAfter;
        }

        return EmulatorResponse.Json(error.Status, body, ProblemJson);
    }

    public static string DetailOf(Fault fault) => fault.Message ?? WithWait(Find(fault).Message, fault);

    public static EmulatorResponse Of(int status, string detail, string? title = null, JsonArray? invalidFields = null)
    {
        JsonObject body = Body(status, detail, title);
        if (invalidFields is not null)
        {
            body["invalid_fields"] = invalidFields;
        }

        return EmulatorResponse.Json(status, body, ProblemJson);
    }

    public static RejectedException Rejected(string code) => new(Of(Known[code].Status, Known[code].Message, Known[code].Type));

    public static RejectedException InvalidInput(IEnumerable<SchemaViolation> violations)
    {
        JsonArray fields = [];
        string detail = "";
        foreach (SchemaViolation violation in violations)
        {
            bool member = violation.Kind is ViolationKind.Required or ViolationKind.Unknown;
            string field = (violation.Path + (member ? "/" + violation.Subject : "")).Trim('/').Replace('/', '.');
            string description = violation.Kind switch
            {
                ViolationKind.Required => $"{field} is required",
                ViolationKind.Unknown => $"Additional property {violation.Subject} is not allowed",
                ViolationKind.Type => $"Invalid type. Expected: {violation.Expected}, given: {violation.Subject}",
                _ => $"{field}: {violation.Subject} is not allowed",
            };
            fields.Add((JsonNode)new JsonObject
            {
                ["type"] = member ? (violation.Kind == ViolationKind.Required ? "required" : "additional_property_not_allowed") : "invalid_type",
                ["field"] = field,
                ["description"] = description,
            });
            detail += $"- {description}\n";
        }

        return new RejectedException(Of(422, detail, "Input validation failed", fields));
    }

    private static string WithWait(string message, Fault fault) =>
        message.Replace("{0}", fault.RetryText ?? $"{fault.RetryAfterBody ?? DefaultRetryAfter}s", StringComparison.Ordinal);

    private static ProviderError Find(Fault fault)
    {
        string code = fault.Code ?? ByStatus.GetValueOrDefault(fault.Status ?? 500, "internal");
        ProviderError? error = Known.GetValueOrDefault(code) ?? (fault.Status is { } given
            ? new(given, "The request failed.")
            : throw new FormatException($"fault: Replicate has no code '{fault.Code}'; give a status with it."));
        return error with { Status = fault.Status ?? error.Status };
    }

    private static JsonObject Body(int status, string detail, string? title)
    {
        JsonObject body = [];
        if (title is not null)
        {
            body["title"] = title;
        }

        body["detail"] = detail;
        body["status"] = status;
        return body;
    }
}

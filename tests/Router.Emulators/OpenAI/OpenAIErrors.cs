using System.Text.Json.Nodes;
using Router.Emulators.Faults;
using Router.Emulators.Http;

namespace Router.Emulators.OpenAI;

internal static class OpenAIErrors
{
    public const string InvalidRequest = "invalid_request_error";

    private const string Quota = "You exceeded your current quota, please check your plan and billing details.";
    private const string Rate = "Rate limit reached for the model in organization org-emulated on ";
    private const string TryAgain = ". Please try again in 84ms.";

    private static readonly Dictionary<string, ProviderError> Known = new(StringComparer.Ordinal)
    {
        ["invalid_request_error"] = new(400, "Invalid request.", InvalidRequest),
        ["context_length_exceeded"] = new(400, "This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens. Please reduce the length of the messages.", InvalidRequest, "context_length_exceeded", "messages"),
        ["invalid_function_parameters"] = new(400, "Invalid schema for function: schema must be a JSON Schema of 'type: \"object\"'.", InvalidRequest, "invalid_function_parameters", "tools[0].function.parameters"),
        ["model_not_available"] = new(400, "The requested model is not available.", InvalidRequest, "model_not_available"),
        ["content_policy_violation"] = new(400, "Your request was rejected as a result of our safety system.", InvalidRequest, "content_policy_violation"),
        ["invalid_api_key"] = new(401, "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.", InvalidRequest, "invalid_api_key"),
        ["unsupported_country_region_territory"] = new(403, "Country, region, or territory not supported", "request_forbidden", "unsupported_country_region_territory"),
        ["model_not_found"] = new(404, "The model does not exist or you do not have access to it.", InvalidRequest, "model_not_found", "model"),
        ["rate_limit_exceeded"] = new(429, Rate + "tokens per min (TPM): Limit 30000, Used 29500, Requested 542" + TryAgain, "tokens", "rate_limit_exceeded"),
        ["rate_limit_exceeded.requests"] = new(429, Rate + "requests per min (RPM): Limit 500, Used 500, Requested 1" + TryAgain, "requests", "rate_limit_exceeded"),
        ["rate_limit_exceeded.too_large"] = new(429, "Request too large for the model in organization org-emulated on tokens per min (TPM): Limit 30000, Requested 45120. The input or output tokens must be reduced in order to run successfully.", "tokens", "rate_limit_exceeded"),
        ["slow_down"] = new(429, "Your request rate increased too quickly. Please slow down.", "rate_limit_error", "slow_down"),
        ["insufficient_quota"] = new(429, Quota, "insufficient_quota", "insufficient_quota"),
        ["credit_balance_exhausted"] = new(429, Quota, "insufficient_quota", "credit_balance_exhausted"),
        ["organization_spend_limit_exceeded"] = new(429, Quota, "insufficient_quota", "organization_spend_limit_exceeded"),
        ["project_spend_limit_exceeded"] = new(429, Quota, "insufficient_quota", "project_spend_limit_exceeded"),
        ["organization_usage_limit_exceeded"] = new(429, Quota, "insufficient_quota", "organization_usage_limit_exceeded"),
        ["server_error"] = new(500, "The server had an error while processing your request. Sorry about that!", "server_error"),
        ["server_is_overloaded"] = new(503, "Our servers are currently overloaded. Please try again later.", "service_unavailable_error", "server_is_overloaded"),
        ["slow_down.503"] = new(503, "Our servers are currently overloaded. Please slow down.", "service_unavailable_error", "slow_down"),
    };

    private static readonly Dictionary<int, string> ByStatus = new()
    {
        [400] = "invalid_request_error",
        [401] = "invalid_api_key",
        [403] = "unsupported_country_region_territory",
        [404] = "model_not_found",
        [429] = "rate_limit_exceeded",
        [500] = "server_error",
        [503] = "server_is_overloaded",
    };

    public static IEnumerable<string> Codes => Known.Keys;

    public static EmulatorResponse Of(
        int status,
        string message,
        string? param = null,
        string? code = null,
        string type = InvalidRequest) => EmulatorResponse.Json(status, Body(new(status, message, type, code, param)));

    public static RejectedException Rejected(string message, string? param = null, string? code = null) =>
        new(Of(400, message, param, code));

    public static EmulatorResponse For(Fault fault)
    {
        ProviderError error = Find(fault);
        return EmulatorResponse.Json(error.Status, Body(error));
    }

    public static JsonObject FrameFor(Fault fault) => Body(Find(fault));

    private static ProviderError Find(Fault fault)
    {
        ProviderError? error = fault.Code is null
            ? ByStatus.TryGetValue(fault.Status ?? 500, out string? code)
                ? Known[code]
                : new(fault.Status ?? 500, "The server had an error while processing your request.", "server_error")
            : Known.GetValueOrDefault(fault.Code);
        error ??= fault.Status is { } given
            ? new(given, "The request failed.", InvalidRequest, fault.Code)
            : throw new FormatException($"fault: OpenAI has no code '{fault.Code}'; give a status with it.");

        string message = fault.Message ?? error.Message;
        if (fault.RetryText is { } wait)
        {
            message = message.Replace("84ms", wait, StringComparison.Ordinal);
        }

        return error with { Status = fault.Status ?? error.Status, Message = message };
    }

    private static JsonObject Body(ProviderError error) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = error.Message,
            ["type"] = error.Type,
            ["param"] = error.Param,
            ["code"] = error.Code,
        },
    };
}

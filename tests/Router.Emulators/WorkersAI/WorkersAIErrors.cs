using System.Globalization;
using System.Text.Json.Nodes;
using Router.Emulators.Faults;
using Router.Emulators.Http;
using Router.Emulators.Text;

namespace Router.Emulators.WorkersAI;

/// <summary>Cloudflare's errors. A code with several meanings has a variant after a dot, which is not sent.</summary>
internal static class WorkersAIErrors
{
    private const string UpstreamContext =
        """{"object":"error","message":"This model's maximum context length is 131072 tokens. However, you requested 140000 tokens.","type":"BadRequestError","param":null,"code":400}""";

    private static readonly Dictionary<string, ProviderError> Known = new(StringComparer.Ordinal)
    {
        ["2001"] = new(400, "Please configure AI Gateway in the Cloudflare dashboard"),
        ["2009"] = new(401, "Unauthorized"),
        ["3003"] = new(400, "Incomplete request"),
        ["3006"] = new(413, "Request is too large"),
        ["3007"] = new(408, "Timeout"),
        ["3008"] = new(408, "Request aborted"),
        ["3021"] = new(429, "Inference request per min rate reached"),
        ["3023"] = new(403, "Account blocked"),
        ["3030"] = new(400, "Max context reached 140000 tokens but model supports only 131072"),
        ["3030.context"] = new(400, "Max context reached 140000 tokens but model supports only 131072"),
        ["3030.sequence"] = new(400, "Sequence too long: 9000 > 8192"),
        ["3030.flagged"] = new(400, "Your output has been flagged. Please choose another prompt/input image combination"),
        ["3030.image"] = new(400, "Unable to decode image file"),
        ["3036"] = new(429, "You have used up your daily free allocation of 10,000 neurons"),
        ["3039"] = new(400, "Finetune is missing a required file"),
        ["3040"] = new(429, "Capacity temporarily exceeded, please try again."),
        ["3041"] = new(403, "Account not allowed to use this model"),
        ["3042"] = new(404, "Invalid model ID"),
        ["3046"] = new(408, "Request timeout"),
        ["4006"] = new(429, "you have used up your daily free allocation of 10,000 neurons, please upgrade to Cloudflare's Workers Paid plan if you would like to continue usage."),
        ["5004"] = new(400, "Invalid data"),
        ["5005"] = new(405, "LoRA unsupported"),
        ["5006"] = new(400, "Bad input: Error: required properties at '/' are 'prompt'"),
        ["5007"] = new(400, "No such model or task"),
        ["5016"] = new(403, "Model Agreement: Prior to using this model, you must submit the prompt 'agree'."),
        ["5018"] = new(403, "This account is not allowed to access this model"),
        ["5019"] = new(405, "Deprecated SDK version"),
        ["5021"] = new(413, "The estimated number of input and maximum output tokens exceeded this model context window limit"),
        ["5024"] = new(400, "JSON Mode couldn't be met"),
        ["5028"] = new(410, "This model was deprecated on 2026-05-30 (internal: cf-deprecated-model)"),
        ["5035"] = new(403, "This model requires a Workers Paid plan"),
        ["7000"] = new(404, "No route for that URI"),
        ["7001"] = new(405, "GET not supported for requested URI."),
        ["7003"] = new(404, "Could not route to /client/v4/accounts, perhaps your object identifier is invalid?"),
        ["7009"] = new(502, "Upstream service unavailable"),
        ["8001"] = new(400, "Invalid input"),
        ["8005"] = new(500, "Internal error"),
        ["8006"] = new(400, "The forced tool call did not fit into max_tokens"),
        ["8007"] = new(400, UpstreamContext),
        ["8007.context"] = new(400, UpstreamContext),
        ["8007.nsfw"] = new(400, "Input prompt contains NSFW content."),
        ["9106"] = new(400, "Authentication failed (malformed token)"),
        ["9109"] = new(403, "Unauthorized to access requested resource"),
        ["10000"] = new(401, "Authentication error"),
    };

    private static readonly Dictionary<int, string> ByStatus = new()
    {
        [400] = "5006",
        [401] = "10000",
        [403] = "5018",
        [404] = "3042",
        [405] = "7001",
        [408] = "3046",
        [410] = "5028",
        [413] = "3006",
        [429] = "3040",
        [502] = "7009",
    };

    public static IEnumerable<string> Codes => Known.Keys;

    public static EmulatorResponse For(Fault fault, string requestId)
    {
        string code = CodeOf(fault);
        ProviderError error = Known.GetValueOrDefault(code) ?? new(fault.Status ?? 500, "Internal error");
        return Of(code, requestId, fault.Message ?? error.Message, fault.Status ?? error.Status, fault.Envelope);
    }

    public static RejectedException Rejected(string code, EmulatorRequest request, string? message = null, int? status = null) =>
        new(Of(code, RequestId(request), message, status));

    public static EmulatorResponse Of(string code, string requestId, string? message = null, int? status = null, string? envelope = null)
    {
        ProviderError error = Known[Known.ContainsKey(code) ? code : "8005"];
        return EmulatorResponse.Json(
            status ?? error.Status, Envelope(Number(code), message ?? error.Message, requestId, envelope ?? LayerOf(code)));
    }

    public static JsonObject FrameFor(Fault fault, string requestId)
    {
        string code = CodeOf(fault);
        string message = fault.Message ?? (Known.GetValueOrDefault(code) ?? Known["8005"]).Message;
        return Envelope(Number(code), message, requestId, fault.Envelope ?? "model");
    }

    public static string RequestId(EmulatorRequest request) => StableHash.Uuid($"workers-ai/{request.Record.Number}");

    private static string CodeOf(Fault fault)
    {
        string code = fault.Code ?? ByStatus.GetValueOrDefault(fault.Status ?? 0, "8005");
        return Known.ContainsKey(code) || fault.Status is not null
            ? code
            : throw new FormatException($"fault: Workers AI has no code '{fault.Code}'; give a status with it.");
    }

    private static int Number(string code) =>
        int.TryParse(code.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 8005;

    // The edge answers for itself before a model is reached: its messages carry no prefix and no request id.
    private static string LayerOf(string code) =>
        code is "2001" or "2009" or "7000" or "7001" or "7003" or "7009" or "9106" or "9109" or "10000" ? "edge" : "model";

    private static JsonObject Envelope(int code, string message, string requestId, string layer) => layer == "edge"
        ? new JsonObject
        {
            ["result"] = null,
            ["success"] = false,
            ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }),
            ["messages"] = new JsonArray(),
        }
        : new JsonObject
        {
            ["errors"] = new JsonArray(new JsonObject { ["message"] = $"AiError: AiError: {message} ({requestId})", ["code"] = code }),
            ["success"] = false,
            ["result"] = new JsonObject(),
            ["messages"] = new JsonArray(),
        };
}

using System.Text.RegularExpressions;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

/// <summary>Cloudflare Workers AI: <c>/ai/run</c>, its OpenAI-shaped <c>/ai/v1</c>, and the catalogue of models.</summary>
public sealed partial class WorkersAIEmulator : ServiceEmulator
{
    private readonly RunEndpoint _run;
    private readonly CompatibleEndpoint _compatible;
    private readonly CatalogueEndpoint _catalogue = new();

    internal WorkersAIEmulator(EmulatorOptions options)
        : base("Workers AI", options.WorkersAIToken, options.TimeProvider)
    {
        AccountId = options.WorkersAIAccountId;
        _run = new RunEndpoint(this);
        _compatible = new CompatibleEndpoint(this);
    }

    public string AccountId { get; }

    /// <summary>Scripted chat answers, for both routes.</summary>
    public ReplyPlan Replies { get; } = new();

    /// <summary>Makes the vision model refuse with 5016 until the prompt "agree" was sent once.</summary>
    public bool LicenceMustBeAccepted { get; set; }

    /// <summary>Announces the day on which a model goes.</summary>
    public void Deprecate(string model, DateOnly day) => _catalogue.Deprecate(model, day);

    /// <summary>Adds a property to the input that a model's schema tells of, as a changed model would. It is not enforced.</summary>
    /// <param name="model">The model's id.</param>
    /// <param name="property">The property's name.</param>
    /// <param name="schema">Its schema as JSON text.</param>
    public void AddInput(string model, string property, string schema) => _catalogue.AddInput(model, property, schema);

    private protected override string BasePath => "/client/v4";

    internal override async Task<EmulatorResponse> AnswerAsync(EmulatorRequest request)
    {
        EmulatorResponse response;
        try
        {
            response = await RouteAsync(request);
        }
        catch (RejectedException rejected)
        {
            response = rejected.Answer;
        }

        return WithHeaders(response, request);
    }

    internal override EmulatorResponse ErrorFor(Fault fault, EmulatorRequest request) =>
        WithHeaders(WorkersAIErrors.For(fault, WorkersAIErrors.RequestId(request)), request);

    internal override byte[] ErrorFrame(Fault fault, EmulatorRequest request) =>
        [.. "data: "u8, .. JsonText.Bytes(WorkersAIErrors.FrameFor(fault, WorkersAIErrors.RequestId(request))), .. "\n\n"u8];

    private Task<EmulatorResponse> RouteAsync(EmulatorRequest request)
    {
        if (request.Segments is not ["client", "v4", "accounts", var account, "ai", .. var rest])
        {
            throw WorkersAIErrors.Rejected("7000", request);
        }

        if (!AccountPattern().IsMatch(account))
        {
            throw WorkersAIErrors.Rejected(
                "7003", request, $"Could not route to {request.Path}, perhaps your object identifier is invalid?");
        }

        CheckCredential(request, account, rest);
        return rest switch
        {
            ["run"] => Post(request, () => _run.AnswerUnifiedAsync(request)),
            ["run", .. var model] => Post(request, () => _run.AnswerAsync(request, string.Join('/', model))),
            ["v1", "chat", "completions"] => Post(request, () => Task.FromResult(_compatible.Chat(request))),
            ["v1", "embeddings"] => Post(request, () => Task.FromResult(_compatible.Embeddings(request))),
            ["models", "search"] => Get(request, () => _catalogue.Search(request)),
            ["models", "schema"] => Get(request, () => _catalogue.Schema(request)),
            ["v1", "models"] => throw WrongMethod(request),
            _ => throw WorkersAIErrors.Rejected("7000", request),
        };
    }

    private static Task<EmulatorResponse> Post(EmulatorRequest request, Func<Task<EmulatorResponse>> answer) =>
        request.Is("POST") ? answer() : throw WrongMethod(request);

    private static Task<EmulatorResponse> Get(EmulatorRequest request, Func<EmulatorResponse> answer) =>
        request.Is("GET") ? Task.FromResult(answer()) : throw WrongMethod(request);

    private static RejectedException WrongMethod(EmulatorRequest request) =>
        WorkersAIErrors.Rejected("7001", request, $"{request.Method} not supported for requested URI.");

    private void CheckCredential(EmulatorRequest request, string account, string[] rest)
    {
        if (request.Authorization is { } given && !BearerPattern().IsMatch(given))
        {
            throw WorkersAIErrors.Rejected("9106", request);
        }

        if (!request.HasBearer(ApiKey) || account != AccountId)
        {
            throw WorkersAIErrors.Rejected("10000", request, status: rest is ["models", "search"] ? 403 : 401);
        }
    }

    private static EmulatorResponse WithHeaders(EmulatorResponse response, EmulatorRequest request)
    {
        response.WithHeader("cf-ray", $"{request.Record.Number:x16}-EMU");
        bool reachedModel = request.Path.Contains("/ai/run", StringComparison.Ordinal) || request.Path.Contains("/ai/v1/", StringComparison.Ordinal);
        if (reachedModel && response.Status is not (401 or 404 or 405))
        {
            response.WithHeader("cf-ai-req-id", WorkersAIErrors.RequestId(request));
            if (response.Status == 200 && response.ContentType != "image/jpeg")
            {
                response.WithHeader("cf-ai-neurons", "1.98");
            }
        }

        return response;
    }

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"^Bearer [A-Za-z0-9_\-.=]+$", RegexOptions.IgnoreCase)]
    private static partial Regex BearerPattern();
}

using System.Globalization;
using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Emulators.Http;

namespace Router.Emulators.Replicate;

/// <summary>Predictions, models, deployments, files and streams, as Replicate has them on the wire.</summary>
public sealed class ReplicateEmulator : ServiceEmulator
{
    /// <summary>The key <c>/webhooks/default/secret</c> gives out: the one of the documented test vector.</summary>
    public const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly PredictionsEndpoint _predictions;
    private readonly ModelsEndpoint _models;
    private readonly FilesEndpoint _uploads;
    private readonly FileStore _files;

    internal ReplicateEmulator(EmulatorOptions options, FileStore files)
        : base("Replicate", options.ReplicateToken, options.TimeProvider)
    {
        _files = files;
        _predictions = new PredictionsEndpoint(this, files);
        _models = new ModelsEndpoint(Releases);
        _uploads = new FilesEndpoint(this, files);
    }

    /// <summary>Scripted text for the language models; only text and refusals are used.</summary>
    public ReplyPlan Replies { get; } = new();

    /// <summary>Scripted predictions.</summary>
    public PredictionPlan Predictions { get; } = new();

    internal ReplicateReleases Releases { get; } = new();

    private protected override string BasePath => "/v1";

    /// <summary>The 64-digit version of a community model, such as <c>stability-ai/sdxl</c>; "hidden" for an official one.</summary>
    public static string VersionOf(string model) =>
        (ReplicateModels.Find(model) ?? throw new ArgumentException($"There is no model '{model}'.", nameof(model))).Version;

    /// <summary>Makes a version of 64 hex digits a community model's latest one. The earlier ones still run.</summary>
    public void Publish(string model, string version) => Releases.Publish(model, version);

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
        WithHeaders(ReplicateErrors.For(fault), request);

    internal override byte[] ErrorFrame(Fault fault, EmulatorRequest request) => PredictionStream
        .Event(FrameKind.Finish, "error", Json.JsonText.Of(new JsonObject { ["detail"] = ReplicateErrors.DetailOf(fault) }), null)
        .Bytes;

    private static EmulatorResponse WithHeaders(EmulatorResponse response, EmulatorRequest request)
    {
        int most = request.Is("POST") ? 600 : 3000;
        return response.Status == 401
            ? response
            : response
                .WithHeader("ratelimit-remaining", (most - 1).ToString(CultureInfo.InvariantCulture))
                .WithHeader("ratelimit-reset", "1");
    }

    private Task<EmulatorResponse> RouteAsync(EmulatorRequest request)
    {
        // Finished files need no credential, as the delivery host asks for none.
        if (request.Is("GET") && request.Segments is ["delivery", ..] && _files.Find(new Uri(Root, request.Path).AbsoluteUri) is { } file)
        {
            return Task.FromResult(EmulatorResponse.Raw(file.Bytes, file.ContentType));
        }

        if (!request.HasBearer(ApiKey))
        {
            throw ReplicateErrors.Rejected("unauthenticated");
        }

        return request.Segments switch
        {
            ["stream", var id] => Route(request, ("GET", () => PredictionStream.Of(_predictions.Find(id)))),
            ["v1", "files"] when request.Is("POST") => _uploads.CreateAsync(request),
            ["v1", .. var rest] => Api(request, rest),
            _ => throw ReplicateErrors.Rejected("not_found"),
        };
    }

    private Task<EmulatorResponse> Api(EmulatorRequest request, string[] segments) => segments switch
    {
        ["predictions"] => Route(request, ("POST", () => _predictions.CreateByVersion(request)), ("GET", () => _predictions.List(request))),
        ["predictions", var id] => Route(request, ("GET", () => _predictions.Get(id))),
        ["predictions", var id, "cancel"] => Route(request, ("POST", () => _predictions.Cancel(id))),
        ["models"] => Route(request, ("GET", _models.List)),
        ["models", var owner, var name] => Route(request, ("GET", () => _models.One($"{owner}/{name}"))),
        ["models", var owner, var name, "predictions"] =>
            Route(request, ("POST", () => _predictions.CreateForModel(request, $"{owner}/{name}"))),
        ["models", var owner, var name, "versions"] => Route(request, ("GET", () => _models.Versions($"{owner}/{name}"))),
        ["models", var owner, var name, "versions", var version] =>
            Route(request, ("GET", () => _models.OneVersion($"{owner}/{name}", version))),
        ["deployments", var owner, var name, "predictions"] =>
            Route(request, ("POST", () => _predictions.CreateForDeployment(request, $"{owner}/{name}"))),
        ["files"] => Route(request, ("GET", _uploads.List)),
        ["files", var id] => Route(request, ("GET", () => _uploads.One(id)), ("DELETE", () => _uploads.Delete(id))),
        ["account"] => Route(request, ("GET", Account)),
        ["webhooks", "default", "secret"] => Route(request, ("GET", () => EmulatorResponse.Json(200, new JsonObject { ["key"] = WebhookSecret }))),
        _ => throw ReplicateErrors.Rejected("not_found"),
    };

    private static Task<EmulatorResponse> Route(EmulatorRequest request, params (string Method, Func<EmulatorResponse> Answer)[] ways)
    {
        Func<EmulatorResponse>? answer = ways.FirstOrDefault(way => request.Is(way.Method)).Answer;
        return Task.FromResult(answer is null
            ? ReplicateErrors.Of(405, $"Method \"{request.Method}\" not allowed.")
            : answer());
    }

    private static EmulatorResponse Account() => EmulatorResponse.Json(200, new JsonObject
    {
        ["type"] = "organization",
        ["username"] = "emulated",
        ["name"] = "Emulated account",
        ["github_url"] = null,
    });
}

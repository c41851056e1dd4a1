using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.Replicate;

internal sealed class PredictionsEndpoint(ReplicateEmulator service, FileStore files)
{
    private const int PageSize = 100;

    private readonly ConcurrentDictionary<string, Prediction> _predictions = new(StringComparer.Ordinal);
    private readonly PredictionRunner _runner = new(service, files);

    public Prediction Find(string id) => _predictions.GetValueOrDefault(id) ?? throw ReplicateErrors.Rejected("not_found");

    public EmulatorResponse CreateByVersion(EmulatorRequest request)
    {
        JsonObject body = PredictionRequests.ReadBody(request, withVersion: true);
        return Create(request, PredictionRequests.ModelOf(body, service.Releases), body, null);
    }

    public EmulatorResponse CreateForModel(EmulatorRequest request, string name)
    {
        ReplicateModel model = ReplicateModels.Find(name) is { IsOfficial: true } official
            ? official
            : throw ReplicateErrors.Rejected("not_found");
        return Create(request, model, PredictionRequests.ReadBody(request, withVersion: false), null);
    }

    public EmulatorResponse CreateForDeployment(EmulatorRequest request, string name)
    {
        string model = ReplicateModels.Deployments.GetValueOrDefault(name) ?? throw ReplicateErrors.Rejected("not_found");
        return Create(request, ReplicateModels.Find(model)!, PredictionRequests.ReadBody(request, withVersion: false), name);
    }

    public EmulatorResponse Get(string id)
    {
        Prediction prediction = Find(id);
        prediction.Advance(service.Time.GetUtcNow());
        return EmulatorResponse.Json(200, prediction.Describe(service.Root));
    }

    public EmulatorResponse Cancel(string id)
    {
        Prediction prediction = Find(id);
        prediction.Cancel();
        return EmulatorResponse.Json(200, prediction.Describe(service.Root));
    }

    public EmulatorResponse List(EmulatorRequest request)
    {
        int skip = int.TryParse(request.Query["cursor"], CultureInfo.InvariantCulture, out int cursor) ? cursor : 0;
        Prediction[] all = [.. _predictions.Values.OrderByDescending(prediction => prediction.CreatedAt).ThenByDescending(prediction => prediction.Id, StringComparer.Ordinal)];
        return EmulatorResponse.Json(200, new JsonObject
        {
            ["next"] = all.Length > skip + PageSize ? new Uri(service.Root, $"/v1/predictions?cursor={skip + PageSize}").AbsoluteUri : null,
            ["previous"] = skip > 0 ? new Uri(service.Root, $"/v1/predictions?cursor={Math.Max(0, skip - PageSize)}").AbsoluteUri : null,
            ["results"] = new JsonArray([.. all.Skip(skip).Take(PageSize).Select(prediction => (JsonNode)prediction.Describe(service.Root))]),
        });
    }

    private EmulatorResponse Create(EmulatorRequest request, ReplicateModel model, JsonObject body, string? deployment)
    {
        JsonObject input = body["input"]!.AsObject();
        PredictionRequests.CheckInput(model, input);
        int? wait = PredictionRequests.WaitSeconds(request);
        TimeSpan? cancelAfter = PredictionRequests.CancelAfter(request);

        string id = StableHash.Id($"prediction/{request.Record.Number}", 26).ToLowerInvariant();
        PredictionScript script = service.Predictions.Take(request.Record) ?? new PredictionScript();
        PredictionResult result = script.OutputJson is { } output
            ? new PredictionResult(JsonText.TryParse(output))
            : _runner.Run(model, input, id, request);
        DateTimeOffset now = service.Time.GetUtcNow();
        Prediction prediction = new(id, model, input, script, result, now)
        {
            Deployment = deployment,
            Deadline = now + cancelAfter,
        };
        _predictions[id] = prediction;
        return Answer(prediction, wait);
    }

    private EmulatorResponse Answer(Prediction prediction, int? wait)
    {
        if (wait is null)
        {
            return EmulatorResponse.Json(201, prediction.Describe(service.Root));
        }

        WaitOutcome outcome = prediction.Script.Wait switch
        {
            WaitOutcome.Default when prediction.Model is { IsOfficial: true, Streams: true } => WaitOutcome.ProcessingWithOutput,
            WaitOutcome.Default => WaitOutcome.Finished,
            WaitOutcome chosen => chosen,
        };
        if (outcome == WaitOutcome.Finished)
        {
            prediction.Finish();
        }
        else if (outcome == WaitOutcome.ProcessingWithOutput)
        {
            prediction.Advance(service.Time.GetUtcNow());
        }

        return EmulatorResponse
            .Json(201, prediction.Describe(service.Root, wholeOutput: outcome == WaitOutcome.ProcessingWithOutput))
            .WithHeader("Preference-Applied", wait == 60 ? "wait" : $"wait={wait}");
    }
}

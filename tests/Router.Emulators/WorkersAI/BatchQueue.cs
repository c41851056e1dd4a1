using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.WorkersAI;

/// <summary>A batch is queued when submitted, running at the first poll and done at the second.</summary>
internal sealed class BatchQueue
{
    private readonly ConcurrentDictionary<string, Batch> _batches = new(StringComparer.Ordinal);

    public EmulatorResponse Answer(
        JsonObject body,
        WorkersAIModel model,
        EmulatorRequest request,
        Func<JsonObject, EmulatorResponse> run)
    {
        if (Fields.Text(body["request_id"]) is { } id)
        {
            return Poll(id, model, request);
        }

        if (body["requests"] is not JsonArray { Count: > 0 } requests)
        {
            throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: required properties at '/' are 'requests'");
        }

        string created = StableHash.Uuid($"batch/{request.Record.Number}");
        _batches[created] = new Batch([.. requests.OfType<JsonObject>().Select((item, index) => Run(item, index, run))]);
        return Status("queued", created, model);
    }

    private EmulatorResponse Poll(string id, WorkersAIModel model, EmulatorRequest request)
    {
        Batch batch = _batches.GetValueOrDefault(id) ?? throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: unknown request_id");
        if (batch.Polls++ == 0)
        {
            return Status("running", id, model);
        }

        return Envelope.Success(new JsonObject
        {
            ["responses"] = new JsonArray([.. batch.Responses.Select(response => response.DeepClone())]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 0, ["completion_tokens"] = 0, ["total_tokens"] = 0 },
        });
    }

    private static JsonObject Run(JsonObject item, int index, Func<JsonObject, EmulatorResponse> run)
    {
        JsonObject input = item.DeepClone().AsObject();
        JsonNode? reference = input["external_reference"]?.DeepClone();
        input.Remove("external_reference");
        EmulatorResponse response;
        try
        {
            response = run(input);
        }
        catch (RejectedException rejected)
        {
            response = rejected.Answer;
        }

        JsonNode? body = JsonText.TryParse(response.Frames[0].Bytes);
        return new JsonObject
        {
            ["id"] = index,
            ["result"] = body?["result"]?.DeepClone(),
            ["success"] = response.Status == 200,
            ["external_reference"] = reference,
        };
    }

    private static EmulatorResponse Status(string status, string id, WorkersAIModel model) =>
        Envelope.Success(new JsonObject { ["status"] = status, ["request_id"] = id, ["model"] = model.Name });

    private sealed class Batch(JsonObject[] responses)
    {
        public JsonObject[] Responses { get; } = responses;

        public int Polls { get; set; }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Router.Emulators.Replicate;

/// <summary>One prediction and how far it has come. Each look at it moves it one status on, so that no clock is needed.</summary>
internal sealed class Prediction(
    string id,
    ReplicateModel model,
    JsonObject input,
    PredictionScript script,
    PredictionResult result,
    DateTimeOffset createdAt)
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<string> _statuses =
        result.Error is null || script.Error is not null ? script.Statuses : ["starting", "processing", "failed"];

    private int _step;
    private string? _ended;

    public string Id => id;

    public ReplicateModel Model => model;

    public PredictionScript Script => script;

    public PredictionResult Result => result;

    public DateTimeOffset CreatedAt => createdAt;

    public string? Deployment { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public string Status
    {
        get
        {
            lock (_gate)
            {
                return _ended ?? _statuses[_step];
            }
        }
    }

    public bool IsTerminal => IsTerminalStatus(Status);

    public void Advance(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_ended is null && !IsTerminalStatus(_statuses[_step]))
            {
                if (Deadline <= now)
                {
                    // Not begun: aborted and not billed. Begun: canceled.
                    _ended = _statuses[_step] == "starting" ? "aborted" : "canceled";
                }
                else if (_step < _statuses.Count - 1)
                {
                    _step++;
                }
            }
        }
    }

    public void Cancel()
    {
        lock (_gate)
        {
            if (_ended is null && !IsTerminalStatus(_statuses[_step]))
            {
                _ended = "canceled";
            }
        }
    }

    public void Finish()
    {
        lock (_gate)
        {
            _step = _statuses.Count - 1;
        }
    }

    /// <summary>The prediction as JSON; <paramref name="wholeOutput"/> shows all of the output of one that still runs.</summary>
    public JsonObject Describe(Uri root, bool wholeOutput = false)
    {
        string status = Status;
        bool terminal = IsTerminalStatus(status);
        JsonObject urls = new()
        {
            ["get"] = new Uri(root, $"/v1/predictions/{id}").AbsoluteUri,
            ["cancel"] = new Uri(root, $"/v1/predictions/{id}/cancel").AbsoluteUri,
            ["web"] = $"https://replicate.com/p/{id}",
        };
        if (model.Streams && !script.WithoutStream)
        {
            urls["stream"] = new Uri(root, $"/stream/{id}").AbsoluteUri;
        }

        JsonObject json = new()
        {
            ["id"] = id,
            ["model"] = script.Model ?? model.FullName,
            ["version"] = script.Version ?? model.Version,
            ["input"] = script.DataRemoved && terminal ? new JsonObject() : input.DeepClone(),
            ["logs"] = status == "starting" ? "" : script.Logs ?? "",
            ["output"] = Output(status, terminal, wholeOutput),
            ["data_removed"] = script.DataRemoved && terminal,
            ["error"] = status == "failed" ? script.Error ?? result.Error ?? "The model failed (E1000)" : null,
            ["source"] = "api",
            ["status"] = status,
            ["created_at"] = Stamp(createdAt),
            ["urls"] = urls,
        };
        if (Deployment is not null)
        {
            json["deployment"] = Deployment;
        }

        if (status is not ("starting" or "aborted"))
        {
            json["started_at"] = Stamp(createdAt.AddMilliseconds(20));
        }

        if (terminal)
        {
            json["completed_at"] = Stamp(createdAt.AddMilliseconds(520));
            json["metrics"] = Metrics();
        }

        return json;
    }

    private static bool IsTerminalStatus(string status) => status is "succeeded" or "failed" or "canceled" or "aborted";

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private JsonNode? Output(string status, bool terminal, bool wholeOutput)
    {
        if ((script.DataRemoved && terminal) || status is "starting" or "failed" or "aborted")
        {
            return null;
        }

        if (status == "succeeded" || wholeOutput)
        {
            return result.Output?.DeepClone();
        }

        // Of one that still runs, or was stopped, only a streaming model has something to show.
        return model.Streams && result.Output is JsonArray all
            ? new JsonArray([.. all.Take(all.Count / 2).Select(item => item?.DeepClone())])
            : null;
    }

    private JsonObject Metrics()
    {
        JsonObject metrics = new() { ["predict_time"] = 0.5, ["total_time"] = 0.52 };
        if (model.Streams)
        {
            metrics["token_input_count"] = result.InputTokens;
            metrics["token_output_count"] = (result.Output as JsonArray)?.Count ?? 0;
        }
        else if (result.Output is JsonArray { Count: > 0 } images)
        {
            metrics["image_count"] = images.Count;
        }

        return metrics;
    }
}

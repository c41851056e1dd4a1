using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.WorkersAI;

internal sealed class CatalogueEndpoint
{
    private readonly ConcurrentDictionary<string, string> _deprecations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonNode> _addedInputs = new(StringComparer.Ordinal);

    public void Deprecate(string model, DateOnly day) => _deprecations[model] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void AddInput(string model, string property, string schema) =>
        _addedInputs[model] = new JsonObject { [property] = JsonNode.Parse(schema) };

    /// <summary>The whole list, whatever page and per_page say.</summary>
    public EmulatorResponse Search(EmulatorRequest request)
    {
        string search = request.Query["search"].ToString();
        string task = request.Query["task"].ToString();
        return Envelope.Success(new JsonArray([.. WorkersAIModels.All
            .Where(model => model.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
            .Where(model => task.Length == 0 || model.TaskLabel == task)
            .Where(model => !model.Gone || request.Query["include_deprecated"] == "true")
            .Select(model => (JsonNode)Describe(model))]));
    }

    public EmulatorResponse Schema(EmulatorRequest request)
    {
        WorkersAIModel model = WorkersAIModels.Find(request.Query["model"].ToString())
            ?? throw WorkersAIErrors.Rejected("5007", request);
        JsonNode input = EmbeddedSchemas.Of(model.Schema).DeepClone();
        foreach ((string name, JsonNode? added) in _addedInputs.GetValueOrDefault(model.Name)?.AsObject() ?? [])
        {
            (input["properties"] ??= new JsonObject())[name] = added?.DeepClone();
        }

        return Envelope.Success(new JsonObject
        {
            ["input"] = input,
            ["output"] = new JsonObject { ["type"] = "object" },
        });
    }

    private JsonObject Describe(WorkersAIModel model)
    {
        JsonArray properties = [];
        Add(properties, "context_window", model.IsChat ? "131072" : null);
        Add(properties, "function_calling", model.Tools ? "true" : null);
        Add(properties, "reasoning", model.ReasoningField is null ? null : "true");
        Add(properties, "vision", model.Vision ? "true" : null);
        Add(properties, "async_queue", model.Task is WorkersAITask.Embeddings || model.Name.Contains("3.3-70b", StringComparison.Ordinal) ? "true" : null);
        Add(properties, "planned_deprecation_date", _deprecations.GetValueOrDefault(model.Name) ?? model.DeprecatedOn);
        return new JsonObject
        {
            ["id"] = StableHash.Uuid(model.Name),
            ["source"] = 1,
            ["name"] = model.Name,
            ["description"] = $"An emulated model for {model.TaskLabel}.",
            ["task"] = new JsonObject { ["id"] = StableHash.Uuid(model.TaskLabel), ["name"] = model.TaskLabel, ["description"] = model.TaskLabel },
            ["created_at"] = "2025-01-01 00:00:00.000",
            ["tags"] = new JsonArray(),
            ["properties"] = properties,
        };
    }

    private static void Add(JsonArray properties, string id, string? value)
    {
        if (value is not null)
        {
            properties.Add((JsonNode)new JsonObject { ["property_id"] = id, ["value"] = value });
        }
    }
}

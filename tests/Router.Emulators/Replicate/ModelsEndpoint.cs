using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Text;

namespace Router.Emulators.Replicate;

internal sealed class ModelsEndpoint(ReplicateReleases releases)
{
    private const string Created = "2024-01-01T00:00:00.000000Z";

    public EmulatorResponse List() => Page(ReplicateModels.All.Select(Describe));

    public EmulatorResponse One(string name) => EmulatorResponse.Json(200, Describe(Find(name)));

    /// <summary>An official model has no versions to list.</summary>
    public EmulatorResponse Versions(string name)
    {
        ReplicateModel model = Find(name);
        return model.IsOfficial ? throw ReplicateErrors.Rejected("not_found") : Page(releases.Of(model).Select(Version));
    }

    public EmulatorResponse OneVersion(string name, string version)
    {
        return releases.Of(Find(name)).FirstOrDefault(release => release.Version == version) is { IsOfficial: false } release
            ? EmulatorResponse.Json(200, Version(release))
            : throw ReplicateErrors.Rejected("not_found");
    }

    private static ReplicateModel Find(string name) => ReplicateModels.Find(name) ?? throw ReplicateErrors.Rejected("not_found");

    private static EmulatorResponse Page(IEnumerable<JsonObject> items) => EmulatorResponse.Json(200, new JsonObject
    {
        ["next"] = null,
        ["previous"] = null,
        ["results"] = new JsonArray([.. items.Select(item => (JsonNode)item)]),
    });

    private JsonObject Describe(ReplicateModel model) => new()
    {
        ["url"] = $"https://replicate.com/{model.FullName}",
        ["owner"] = model.Owner,
        ["name"] = model.Name,
        ["description"] = "An emulated model.",
        ["visibility"] = "public",
        ["is_official"] = model.IsOfficial,
        ["run_count"] = 1000,
        ["default_example"] = null,
        ["latest_version"] = Version(releases.Of(model)[0]),
    };

    private static JsonObject Version(ReplicateModel model) => new()
    {
        // An official model lists a version as well; it is its own, and no prediction can be pinned to it.
        ["id"] = model.IsOfficial ? StableHash.Hex(model.FullName, 64) : model.Version,
        ["created_at"] = Created,
        ["cog_version"] = "0.9.0",
        ["openapi_schema"] = new JsonObject
        {
            ["openapi"] = "3.0.2",
            ["info"] = new JsonObject { ["title"] = "Cog", ["version"] = "0.1.0" },
            ["paths"] = new JsonObject(),
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject { ["Input"] = model.Input.DeepClone(), ["Output"] = model.Output.DeepClone() },
            },
        },
    };
}

using System.Text.Json.Nodes;
using Router.Emulators.Json;

namespace Router.Emulators.Replicate;

internal sealed record ReplicateModel(string Owner, string Name, ReplicateTask Task, string Schema, string Version, bool IsOfficial)
{
    public string FullName => $"{Owner}/{Name}";

    public JsonNode Input => EmbeddedSchemas.Of(Schema)[nameof(Input)]!;

    public JsonNode Output => EmbeddedSchemas.Of(Schema)[nameof(Output)]!;

    public bool Streams => Task is ReplicateTask.Text or ReplicateTask.VisionText;
}

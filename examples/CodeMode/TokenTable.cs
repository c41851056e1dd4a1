using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Router.Emulators.Requests;
using Router.Tokenizers;

namespace CodeModeExample;

/// <summary>What the requests of this example cost in tokens (o200k_base), beside what they would have cost with every function as a tool.</summary>
internal static class TokenTable
{
    // A model reads the text, not how JSON escapes it.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    internal static void Print(IReadOnlyList<AITool> tools, IReadOnlyList<RecordedRequest> requests)
    {
        O200kTokenizer tokenizer = new();
        int raw = tokenizer.Count(new JsonArray([.. tools.OfType<AIFunction>().Select(Definition)]).ToJsonString(Plain));
        int ours = tokenizer.Count(requests[^1].Json!["tools"]!.ToJsonString(Plain));
        int sent = requests.Sum(request => tokenizer.Count(request.Json!.ToJsonString(Plain)));
        Console.WriteLine();
        Console.WriteLine($"   {tools.Count} functions as tools, in each request   {raw,8:N0} tokens");
        Console.WriteLine($"   the two tools in their place             {ours,8:N0} tokens");
        Console.WriteLine($"   all {requests.Count} requests of this task, whole       {sent,8:N0} tokens; with 500 tools {sent + (requests.Count * (raw - ours)),8:N0}");
    }

    private static JsonNode Definition(AIFunction function) => new JsonObject
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = function.Name,
            ["description"] = function.Description,
            ["parameters"] = JsonNode.Parse(function.JsonSchema.GetRawText()),
        },
    };
}

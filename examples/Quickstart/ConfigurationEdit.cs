using System.Text.Json;
using System.Text.Json.Nodes;

namespace Quickstart;

/// <summary>The edit that a person would make by hand.</summary>
internal static class ConfigurationEdit
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Puts the last target of a route first, and so on.</summary>
    internal static string ReverseTargets(string json, string route)
    {
        JsonNode root = JsonNode.Parse(json, documentOptions: Lenient)!;
        JsonArray targets = root["routes"]![route]!["targets"]!.AsArray();
        JsonNode[] reversed = [.. targets.Reverse().Select(target => target!.DeepClone())];
        targets.Clear();
        foreach (JsonNode target in reversed)
        {
            targets.Add(target);
        }

        return root.ToJsonString();
    }
}

using System.Text.Json.Nodes;

namespace Router.Recording;

/// <summary>The paths at which two documents differ. No values.</summary>
internal static class JsonDifference
{
    internal static IReadOnlyList<string> Between(JsonNode? one, JsonNode? other)
    {
        List<string> paths = [];
        Compare("", one, other, paths);
        return paths;
    }

    private static void Compare(string path, JsonNode? one, JsonNode? other, List<string> paths)
    {
        switch (one, other)
        {
            case (JsonObject left, JsonObject right):
                foreach (string name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)))
                {
                    Compare(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], paths);
                }

                break;
            case (JsonArray left, JsonArray right):
                for (int index = 0; index < Math.Max(left.Count, right.Count); index++)
                {
                    Compare($"{path}[{index}]", index < left.Count ? left[index] : null, index < right.Count ? right[index] : null, paths);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(one, other))
                {
                    paths.Add(path);
                }

                break;
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

internal static class ScalarTokens
{
    /// <summary>A token that reads as a JSON number, true, false or null becomes that value; its spaces are lost.</summary>
    public static JsonNode? Of(string piece)
    {
        string trimmed = piece.Trim();
        if (trimmed is "null")
        {
            return null;
        }

        JsonNode? parsed = JsonText.TryParse(trimmed);
        return parsed?.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? parsed : piece;
    }

    public static List<ResponseFrame> WithSingleLineFeeds(List<ResponseFrame> frames) => [.. frames.Select(frame =>
        ResponseFrame.Of(frame.Kind, Encoding.UTF8.GetString(frame.Bytes).Replace("\n\n", "\n", StringComparison.Ordinal)))];
}

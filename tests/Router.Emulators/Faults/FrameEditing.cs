using System.Text;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.Faults;

internal static class FrameEditing
{
    private const string Prefix = "data: ";

    /// <summary>Another model's name, or no finish reason, wherever the frame's JSON has one.</summary>
    public static ResponseFrame Rewrite(ResponseFrame frame, Fault fault)
    {
        string text = Encoding.UTF8.GetString(frame.Bytes);
        bool isEvent = text.StartsWith(Prefix, StringComparison.Ordinal);
        if (JsonText.TryParse(isEvent ? text[Prefix.Length..] : text) is not JsonObject json)
        {
            return frame;
        }

        foreach (JsonObject level in new[] { json, json["result"] as JsonObject }.OfType<JsonObject>())
        {
            if (fault.Model is not null && level.ContainsKey("model"))
            {
                level["model"] = fault.Model;
            }

            if (fault.OmitFinish && level["choices"] is JsonArray choices)
            {
                foreach (JsonObject choice in choices.OfType<JsonObject>())
                {
                    choice["finish_reason"] = null;
                }
            }
        }

        return isEvent ? ResponseFrame.Data(frame.Kind, json) : new(frame.Kind, JsonText.Bytes(json));
    }

    /// <summary>Cuts the JSON of one frame in half, so that the frame is whole and its content is not.</summary>
    public static void Break(List<ResponseFrame> frames, int token)
    {
        int seen = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            if (frames[i].Kind == FrameKind.Whole)
            {
                frames[i] = new(FrameKind.Whole, frames[i].Bytes[..(frames[i].Bytes.Length / 2)]);
                return;
            }

            if (frames[i].Kind == FrameKind.Token && seen++ == token)
            {
                frames[i] = new(FrameKind.Token, [.. frames[i].Bytes[..(frames[i].Bytes.Length / 2)], .. "\n\n"u8]);
                return;
            }
        }
    }

    public static IEnumerable<ResponseFrame> UpToTokens(IReadOnlyList<ResponseFrame> frames, int tokens)
    {
        int seen = 0;
        foreach (ResponseFrame frame in frames)
        {
            if (frame.Kind is not (FrameKind.Opening or FrameKind.Token or FrameKind.Comment)
                || (frame.Kind == FrameKind.Token && seen++ == tokens))
            {
                yield break;
            }

            yield return frame;
        }
    }
}

using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.WorkersAI;

/// <summary>The older form: <c>response</c>, calls without ids and with object arguments, padding in streams.</summary>
internal sealed class NativeRendering(string seed, Completion completion, bool jsonMode)
{
    private const int ArgumentPieces = 3;
    private int _frames;

    public JsonObject Whole()
    {
        // In JSON mode the answer is the object itself, not its text.
        JsonNode? response = jsonMode ? JsonText.TryParse(completion.Text) ?? completion.Text
            : completion.Reply.Shape == StreamShape.JsonScalars ? ScalarTokens.Of(completion.Text)
            : completion.Text;
        JsonArray calls = [.. completion.Calls.Select(call => (JsonNode)new JsonObject
        {
            ["name"] = call.Name,
            ["arguments"] = JsonText.TryParse(call.ArgumentsJson),
        })];
        JsonObject result = new() { ["response"] = calls.Count > 0 && completion.Pieces.Count == 0 ? null : response };
        if (calls.Count > 0)
        {
            result["tool_calls"] = calls;
        }

        result["usage"] = Usage();
        return result;
    }

    public List<ResponseFrame> Stream(StreamShape shape)
    {
        List<ResponseFrame> frames = [.. completion.Pieces.Select(piece => Frame(FrameKind.Token, new JsonObject
        {
            ["response"] = shape == StreamShape.JsonScalars ? ScalarTokens.Of(piece) : piece,
        }))];
        if (shape == StreamShape.WithoutDone)
        {
            return frames;
        }

        if (completion.Calls.Count > 0 || shape == StreamShape.NativeToolFrames)
        {
            frames.AddRange(ToolDeltas.Of(completion.Calls, ArgumentPieces)
                .Select(delta => Frame(FrameKind.Token, new JsonObject { ["tool_calls"] = new JsonArray(delta) })));
            frames.Add(Frame(FrameKind.Finish, new JsonObject { ["finish_reason"] = completion.FinishReason }));
        }

        // A frame without text, as the service sends them between others.
        frames.Add(Frame(FrameKind.Comment, new JsonObject { ["tool_calls"] = new JsonArray() }));
        frames.Add(Frame(FrameKind.Usage, new JsonObject { ["response"] = "", ["usage"] = Usage() }));
        frames.Add(ResponseFrame.SseDone);
        return shape == StreamShape.SingleLineFeeds ? ScalarTokens.WithSingleLineFeeds(frames) : frames;
    }

    private ResponseFrame Frame(FrameKind kind, JsonObject json)
    {
        json["p"] = StableHash.Id($"{seed}/{_frames}", 4 + (_frames % 20));
        _frames++;
        return ResponseFrame.Data(kind, json);
    }

    private JsonObject Usage() => new()
    {
        ["prompt_tokens"] = completion.PromptTokens,
        ["completion_tokens"] = completion.CompletionTokens,
        ["total_tokens"] = completion.TotalTokens,
    };
}

using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Text;

namespace Router.Emulators.OpenAI;

/// <summary>One completion as OpenAI's chat.completion and as its stream of chunks.</summary>
internal sealed class ChatRendering(string seed, string model, long created, Completion completion, int choices = 1)
{
    private const int ArgumentPieces = 3;

    private readonly string _id = "chatcmpl-" + StableHash.Id(seed, 29);
    private int _chunks;

    public JsonObject Whole()
    {
        JsonArray all = [.. Enumerable.Range(0, choices).Select(index => (JsonNode)new JsonObject
        {
            ["index"] = index,
            ["message"] = Message(),
            ["logprobs"] = null,
            ["finish_reason"] = completion.FinishReason,
        })];
        return new JsonObject
        {
            ["id"] = _id,
            ["object"] = "chat.completion",
            ["created"] = created,
            ["model"] = model,
            ["choices"] = all,
            ["usage"] = ChatUsage.Of(completion, choices),
            ["service_tier"] = "default",
            ["system_fingerprint"] = null,
        };
    }

    public List<ResponseFrame> Stream(bool includeUsage, bool obfuscate)
    {
        List<ResponseFrame> frames = [];
        for (int choice = 0; choice < choices; choice++)
        {
            JsonObject opening = new() { ["role"] = "assistant", ["content"] = completion.Calls.Count > 0 ? null : "", ["refusal"] = null };
            frames.Add(Chunk(FrameKind.Opening, choice, opening, null, includeUsage, obfuscate));
            foreach (JsonObject delta in Deltas())
            {
                frames.Add(Chunk(FrameKind.Token, choice, delta, null, includeUsage, obfuscate));
            }

            frames.Add(Chunk(FrameKind.Finish, choice, [], completion.FinishReason, includeUsage, obfuscate));
        }

        if (includeUsage)
        {
            JsonObject last = Envelope([]);
            last["usage"] = ChatUsage.Of(completion, choices);
            frames.Add(ResponseFrame.Data(FrameKind.Usage, last));
        }

        frames.Add(ResponseFrame.SseDone);
        return frames;
    }

    private IEnumerable<JsonObject> Deltas()
    {
        foreach (string piece in Tokens.Split(completion.Reply.Refusal ?? ""))
        {
            yield return new JsonObject { ["refusal"] = piece };
        }

        foreach (string piece in completion.Pieces)
        {
            yield return new JsonObject { ["content"] = piece };
        }

        foreach (JsonObject call in ToolDeltas.Of(completion.Calls, ArgumentPieces))
        {
            yield return new JsonObject { ["tool_calls"] = new JsonArray(call) };
        }
    }

    private ResponseFrame Chunk(FrameKind kind, int choice, JsonObject delta, string? finish, bool includeUsage, bool obfuscate)
    {
        JsonObject chunk = Envelope(
        [
            new JsonObject { ["index"] = choice, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish },
        ]);
        if (includeUsage)
        {
            chunk["usage"] = null;
        }

        if (obfuscate)
        {
            chunk["obfuscation"] = StableHash.Id($"{seed}/{_chunks}", 1 + (_chunks % 12));
        }

        _chunks++;
        return ResponseFrame.Data(kind, chunk);
    }

    private JsonObject Envelope(JsonArray all) => new()
    {
        ["id"] = _id,
        ["object"] = "chat.completion.chunk",
        ["created"] = created,
        ["model"] = model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = null,
        ["choices"] = all,
    };

    private JsonObject Message()
    {
        bool silent = completion.Calls.Count > 0 || completion.Reply.Refusal is not null;
        JsonObject message = new()
        {
            ["role"] = "assistant",
            ["content"] = silent && completion.Pieces.Count == 0 ? null : completion.Text,
        };
        if (completion.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. completion.Calls.Select(call => (JsonNode)ToolDeltas.Whole(call))]);
        }

        message["refusal"] = completion.Reply.Refusal;
        message["annotations"] = new JsonArray();
        return message;
    }
}

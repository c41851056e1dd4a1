using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Text;

namespace Router.Emulators.WorkersAI;

/// <summary>The OpenAI form as Workers AI writes it: requested model echoed, reasoning in a field of the model's, neurons in usage.</summary>
internal sealed class ChunkRendering(string seed, WorkersAIModel model, long created, Completion completion)
{
    private const int ArgumentPieces = 3;

    private readonly string _id = "chatcmpl-" + StableHash.Hex(seed, 32);
    private int _tokens;

    public JsonObject Whole()
    {
        JsonObject message = new()
        {
            ["role"] = "assistant",
            ["content"] = completion.Pieces.Count == 0 ? null : completion.Text,
            ["refusal"] = completion.Reply.Refusal,
        };
        if (model.ReasoningField is { } field && completion.ReasoningPieces.Count > 0)
        {
            message[field] = completion.Reasoning;
        }

        if (completion.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. completion.Calls.Select(call => (JsonNode)ToolDeltas.Whole(call))]);
        }

        JsonObject choice = new() { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = completion.FinishReason };
        JsonObject whole = Envelope("chat.completion", [choice]);
        whole["usage"] = Usage(completion.CompletionTokens);
        return whole;
    }

    public List<ResponseFrame> Stream(StreamShape shape)
    {
        List<ResponseFrame> frames = [Chunk(FrameKind.Opening, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null, 0)];
        if (model.ReasoningField is { } field)
        {
            frames.AddRange(completion.ReasoningPieces.Select(piece => Token(new JsonObject { [field] = piece })));
        }

        frames.AddRange(completion.Pieces.Select(piece => Token(new JsonObject
        {
            ["content"] = shape == StreamShape.JsonScalars ? ScalarTokens.Of(piece) : piece,
        })));
        if (shape == StreamShape.WithoutDone)
        {
            return frames;
        }

        frames.AddRange(ToolDeltas.Of(completion.Calls, ArgumentPieces).Select(Call));
        if (shape == StreamShape.NullFinalization)
        {
            frames.AddRange(completion.Calls.Select((_, index) => Call(new JsonObject
            {
                ["index"] = index,
                ["id"] = null,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = null, ["arguments"] = "" },
            })));
        }

        frames.Add(Chunk(FrameKind.Finish, [], completion.FinishReason, completion.CompletionTokens));
        if (shape == StreamShape.Gemma || (shape == StreamShape.Default && model.GemmaStream))
        {
            frames.Add(ResponseFrame.Data(FrameKind.Usage, new JsonObject { ["response"] = "", ["usage"] = Usage(completion.CompletionTokens) }));
        }

        frames.Add(ResponseFrame.SseDone);
        return shape == StreamShape.SingleLineFeeds ? ScalarTokens.WithSingleLineFeeds(frames) : frames;
    }

    private ResponseFrame Token(JsonObject delta) => Chunk(FrameKind.Token, delta, null, ++_tokens);

    private ResponseFrame Call(JsonObject call) =>
        Chunk(FrameKind.Token, new JsonObject { ["tool_calls"] = new JsonArray(call) }, null, _tokens);

    private ResponseFrame Chunk(FrameKind kind, JsonObject delta, string? finish, int tokens)
    {
        JsonObject chunk = Envelope("chat.completion.chunk", [new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }]);
        chunk["usage"] = Usage(tokens);
        return ResponseFrame.Data(kind, chunk);
    }

    private JsonObject Envelope(string kind, JsonArray choices) => new()
    {
        ["id"] = _id,
        ["object"] = kind,
        ["created"] = created,
        ["model"] = model.Name,
        ["choices"] = choices,
    };

    private JsonObject Usage(int tokens)
    {
        JsonObject usage = new()
        {
            ["prompt_tokens"] = completion.PromptTokens,
            ["completion_tokens"] = tokens,
            ["total_tokens"] = completion.PromptTokens + tokens,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
        };
        if (completion.ReasoningPieces.Count > 0)
        {
            usage["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = Math.Min(tokens, completion.ReasoningPieces.Count) };
        }

        usage["neurons"] = 2.8;
        return usage;
    }
}

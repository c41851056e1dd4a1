using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.WorkersAI;

/// <summary><c>/ai/v1</c>: OpenAI's shapes without an envelope; errors keep Cloudflare's.</summary>
internal sealed class CompatibleEndpoint(WorkersAIEmulator service)
{
    public EmulatorResponse Chat(EmulatorRequest request)
    {
        JsonObject body = Body(request);
        WorkersAIModel model = Find(body, request);
        if (!model.IsChat)
        {
            throw WorkersAIErrors.Rejected("5007", request, $"No such model {model.Name} or task");
        }

        InputSchemas.Check(model with { Schema = "openai-text" }, body, request);
        CheckContent(model, body, request);
        WorkersAIChatRules.CheckLicence(service, model, body, request);
        WorkersAIChatRules.CheckToolChoice(body, request);
        ChatTurn turn = WorkersAITurns.Read(model, body, request).WithDefaultLimit(model);

        Reply? scripted = service.Replies.Take(request.Record);
        if (scripted?.RawJson is { } json)
        {
            return EmulatorResponse.Text(200, json, "application/json");
        }

        if (scripted?.RawSse is { } events)
        {
            return EmulatorResponse.Stream([ResponseFrame.Of(FrameKind.Token, events)]);
        }

        string seed = $"workers-ai/{request.Record.Number}";
        Completion completion = ChatModel.Complete(turn, scripted, seed);
        WorkersAIChatRules.CheckForcedCall(body, turn, completion, request);
        ChunkRendering rendering = new(seed, model, service.Time.GetUtcNow().ToUnixTimeSeconds(), completion);
        StreamShape shape = completion.Reply.Shape;
        if (Fields.Flag(body["stream"]) != true || shape == StreamShape.JsonBody)
        {
            return EmulatorResponse.Json(200, rendering.Whole());
        }

        return EmulatorResponse.Stream(shape is StreamShape.Native or StreamShape.NativeToolFrames
            ? new NativeRendering(seed, completion, turn.WantsJson).Stream(shape)
            : rendering.Stream(shape));
    }

    public EmulatorResponse Embeddings(EmulatorRequest request)
    {
        JsonObject body = Body(request);
        WorkersAIModel model = Find(body, request);
        if (model.Task != WorkersAITask.Embeddings)
        {
            throw WorkersAIErrors.Rejected("5007", request, $"No such model {model.Name} or task");
        }

        JsonObject input = new() { ["text"] = body["input"]?.DeepClone() };
        InputSchemas.Check(model, input, request);
        string? format = Fields.Text(body["encoding_format"]);
        if (format is not (null or "float") || body["dimensions"] is not null)
        {
            throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: only encoding_format 'float' is supported");
        }

        string[] texts = EmbeddingsRunner.Texts(body["input"]);
        int tokens = texts.Sum(Tokens.Count);
        return EmulatorResponse.Json(200, new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. texts.Select((text, index) => (JsonNode)new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = index,
                ["embedding"] = EmbeddingsRunner.Vector(text, model.Dimensions),
            })]),
            ["model"] = model.Name,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    // Both routes reject arrays for the older models; a null beside tool calls is accepted on this one only.
    private static void CheckContent(WorkersAIModel model, JsonObject body, EmulatorRequest request)
    {
        JsonArray messages = body["messages"] as JsonArray ?? [];
        for (int i = 0; i < messages.Count && model.Schema == "native-text"; i++)
        {
            if (messages[i]?["content"] is JsonArray)
            {
                throw WorkersAIErrors.Rejected("5006", request, $"Bad input: Error: Type mismatch of '/messages/{i}/content', 'array' not in 'string'");
            }
        }
    }

    private static WorkersAIModel Find(JsonObject body, EmulatorRequest request)
    {
        string name = Fields.Text(body["model"]) ?? throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: required properties at '/' are 'model'");
        WorkersAIModel model = WorkersAIModels.Find(name)
            ?? throw WorkersAIErrors.Rejected("5007", request, $"No such model {name} or task");
        return model.Gone ? throw WorkersAIErrors.Rejected("5028", request) : model;
    }

    private static JsonObject Body(EmulatorRequest request) =>
        request.MediaType == "application/json" && request.ReadJson() is JsonObject body
            ? body
            : throw WorkersAIErrors.Rejected("3003", request, "Incomplete request: the body is not valid JSON");
}

using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

internal sealed class TextRunner(WorkersAIEmulator service)
{
    public EmulatorResponse Run(WorkersAIModel model, JsonObject input, EmulatorRequest request)
    {
        bool native = model.Task == WorkersAITask.NativeText;
        bool stream = Fields.Flag(input["stream"]) == true;
        WorkersAIChatRules.CheckLicence(service, model, input, request);
        WorkersAIChatRules.CheckJsonMode(model, input, request);
        WorkersAIChatRules.CheckToolChoice(input, request);

        ChatTurn turn = WorkersAITurns.Read(model, input, request).WithDefaultLimit(model);

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
        WorkersAIChatRules.CheckForcedCall(input, turn, completion, request);

        StreamShape shape = completion.Reply.Shape;
        NativeRendering inResponse = new(seed, completion, turn.WantsJson);
        ChunkRendering inChoices = new(seed, model, service.Time.GetUtcNow().ToUnixTimeSeconds(), completion);
        bool asJson = shape == StreamShape.JsonBody || (shape == StreamShape.Default && model.JsonForStream);
        if (!stream || asJson)
        {
            return Envelope.Success(native ? inResponse.Whole() : inChoices.Whole());
        }

        bool nativeFrames = shape switch
        {
            StreamShape.Native or StreamShape.NativeToolFrames => true,
            StreamShape.OpenAIChunks or StreamShape.Gemma or StreamShape.NullFinalization => false,
            _ => native,
        };
        return EmulatorResponse.Stream(nativeFrames ? inResponse.Stream(shape) : inChoices.Stream(shape));
    }
}

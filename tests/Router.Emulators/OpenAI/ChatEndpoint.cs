using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Images;
using Router.Emulators.Json;

namespace Router.Emulators.OpenAI;

internal sealed class ChatEndpoint(OpenAIEmulator service, FileStore files)
{
    public Task<EmulatorResponse> AnswerAsync(EmulatorRequest request) => Task.FromResult(Answer(request));

    private EmulatorResponse Answer(EmulatorRequest request)
    {
        JsonObject body = JsonBody.Read(request);
        OpenAIModel model = ChatRequestRules.Check(body);
        ChatTurn turn = ChatTurnReader.Read(body, model.Snapshot, LoadImage) with { Reasons = model.Reasons };

        Reply? scripted = service.Replies.Take(request.Record);
        if (scripted?.RawJson is { } json)
        {
            return EmulatorResponse.Text(200, json, "application/json");
        }

        if (scripted?.RawSse is { } stream)
        {
            return EmulatorResponse.Stream([ResponseFrame.Of(FrameKind.Token, stream)]);
        }

        string seed = $"openai/{request.Record.Number}";
        int choices = Fields.Integer(body["n"]) ?? 1;
        Completion completion = ChatModel.Complete(turn, scripted, seed);
        ChatRendering rendering = new(seed, model.Snapshot, service.Time.GetUtcNow().ToUnixTimeSeconds(), completion, choices);
        return Fields.Flag(body["stream"]) == true
            ? EmulatorResponse.Stream(rendering.Stream(
                Fields.Flag(body["stream_options"]?["include_usage"]) == true,
                Fields.Flag(body["stream_options"]?["include_obfuscation"]) != false))
            : EmulatorResponse.Json(200, rendering.Whole());
    }

    private byte[] LoadImage(string address)
    {
        byte[]? bytes = address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? DataUri.TryRead(address)
            : files.Find(address)?.Bytes;
        if (bytes is null)
        {
            throw address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
                ? OpenAIErrors.Rejected("Invalid base64 image_url.", "messages", "invalid_base64")
                : OpenAIErrors.Rejected($"Error while downloading {address}.", "messages", "invalid_image_url");
        }

        return PngDecoder.TryDecode(bytes) is null
            ? throw OpenAIErrors.Rejected(
                "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].",
                "messages",
                "invalid_image_format")
            : bytes;
    }
}

using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Images;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.Replicate;

/// <summary>What a model makes of its input. "[nsfw]" in the prompt of an image fails the prediction, as does an unreadable image.</summary>
internal sealed class PredictionRunner(ReplicateEmulator service, FileStore files)
{
    public PredictionResult Run(ReplicateModel model, JsonObject input, string id, EmulatorRequest request)
    {
        string prompt = Fields.Text(input["prompt"]) ?? Fields.Text(model.Input["properties"]?["prompt"]?["default"]) ?? "";
        return model.Task switch
        {
            ReplicateTask.Caption => Caption(input),
            ReplicateTask.Text => Speak(model, input, new ChatTurnMessage("user", prompt, []), request),
            ReplicateTask.VisionText => See(model, input, prompt, request),
            _ => Paint(model, input, prompt, id),
        };
    }

    private static PredictionResult Failed(string error) => new(null, error);

    private PredictionResult Caption(JsonObject input) =>
        Image(input) is { } image && Captioner.Caption(image) is { } caption
            ? new PredictionResult(JsonValue.Create($"Caption: {caption}"))
            : Failed("cannot identify image file");

    private PredictionResult See(ReplicateModel model, JsonObject input, string prompt, EmulatorRequest request) =>
        Image(input) is { } image && PngDecoder.TryDecode(image) is not null
            ? Speak(model, input, new ChatTurnMessage("user", prompt, [image]), request)
            : Failed("cannot identify image file");

    private PredictionResult Speak(ReplicateModel model, JsonObject input, ChatTurnMessage message, EmulatorRequest request)
    {
        List<ChatTurnMessage> messages = [message];
        if (Fields.Text(input["system_prompt"]) is { Length: > 0 } system)
        {
            messages.Insert(0, new ChatTurnMessage("system", system, []));
        }

        ChatTurn turn = new()
        {
            Model = model.FullName,
            Messages = messages,
            MaxTokens = Fields.Integer(input["max_tokens"]) ?? Fields.Integer(input["max_new_tokens"]),
            Stop = Fields.Text(input["stop_sequences"])?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
        Completion completion = ChatModel.Complete(turn, service.Replies.Take(request.Record), $"replicate/{request.Record.Number}");
        IReadOnlyList<string> pieces = completion.Reply.Refusal is { } refusal ? Tokens.Split(refusal) : completion.Pieces;
        return new PredictionResult(new JsonArray([.. pieces.Select(piece => (JsonNode)piece)]), null, completion.PromptTokens);
    }

    private PredictionResult Paint(ReplicateModel model, JsonObject input, string prompt, string id)
    {
        if (prompt.Contains("[nsfw]", StringComparison.OrdinalIgnoreCase))
        {
            return Failed("NSFW content detected. Try running it again, or try a different prompt. (E005)");
        }

        (int width, int height) = ImageShape.Of(input);
        byte[] image = Painter.PaintPng(prompt, width, height);
        string extension = Fields.Text(input["output_format"]) ?? "png";
        int count = Fields.Integer(input["num_outputs"]) ?? 1;
        JsonArray addresses = [];
        for (int i = 0; i < count; i++)
        {
            string address = new Uri(service.Root, $"/delivery/{id}/out-{i}.{extension}").AbsoluteUri;
            files.Put(address, image, "image/png");
            addresses.Add((JsonNode)address);
        }

        return new PredictionResult(model.Task == ReplicateTask.Image ? addresses[0]!.DeepClone() : addresses);
    }

    private byte[]? Image(JsonObject input)
    {
        string address = Fields.Text(input["image"])!;
        return DataUri.TryRead(address) ?? files.Find(address)?.Bytes;
    }
}

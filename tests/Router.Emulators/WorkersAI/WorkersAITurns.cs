using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Http;
using Router.Emulators.Images;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

internal static class WorkersAITurns
{
    private const int NativeMaxTokens = 256;

    /// <summary>Older models stop after 256 tokens unless they are told otherwise.</summary>
    public static ChatTurn WithDefaultLimit(this ChatTurn turn, WorkersAIModel model) =>
        model.Task == WorkersAITask.NativeText ? turn with { MaxTokens = turn.MaxTokens ?? NativeMaxTokens } : turn;

    public static ChatTurn Read(WorkersAIModel model, JsonObject input, EmulatorRequest request)
    {
        ChatTurn turn = ChatTurnReader.Read(input, model.Name, address => LoadImage(model, address, request));
        string? prompt = Fields.Text(input["prompt"]) ?? Fields.Text(input["input"]);
        if (turn.Messages.Count == 0 && prompt is not null)
        {
            turn = turn with { Messages = [new ChatTurnMessage("user", prompt, [])] };
        }

        if (input["image"] is { } image && turn.Messages.Count > 0)
        {
            ChatTurnMessage last = turn.Messages[^1];
            turn = turn with { Messages = [.. turn.Messages.SkipLast(1), last with { Images = [TopLevel(image, request)] }] };
        }

        return turn with
        {
            Tools = model.Tools ? turn.Tools : [],
            Reasons = model.ReasoningField is not null && Reasons(input),
        };
    }

    private static bool Reasons(JsonObject input)
    {
        bool switchedOff = input.ContainsKey("reasoning_effort") && input["reasoning_effort"] is null;
        JsonNode? template = input["chat_template_kwargs"];
        return !switchedOff && Fields.Flag(template?["enable_thinking"]) != false && Fields.Flag(template?["thinking"]) != false;
    }

    private static byte[] LoadImage(WorkersAIModel model, string address, EmulatorRequest request)
    {
        if (!model.Vision)
        {
            throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: this model does not support image input");
        }

        if (!address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: image_url must be a data URI");
        }

        return Decodable(DataUri.TryRead(address) ?? throw WorkersAIErrors.Rejected("5004", request), request);
    }

    private static byte[] TopLevel(JsonNode image, EmulatorRequest request)
    {
        byte[]? bytes = image is JsonArray numbers
            ? [.. numbers.Select(number => (byte)(Fields.Integer(number) ?? 0))]
            : DataUri.TryRead(Fields.Text(image)!) ?? DataUri.TryBase64(Fields.Text(image)!);
        return Decodable(bytes ?? throw WorkersAIErrors.Rejected("5004", request), request);
    }

    private static byte[] Decodable(byte[] image, EmulatorRequest request) =>
        PngDecoder.TryDecode(image) is null ? throw WorkersAIErrors.Rejected("3030.image", request) : image;
}

using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Images;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

/// <summary>"[nsfw]" in the prompt is refused, by flux-1-schnell for its output and by the others for their input.</summary>
internal static class ImageRunner
{
    private const int DefaultSide = 1024;

    public static EmulatorResponse Run(WorkersAIModel model, JsonObject input, EmulatorRequest request)
    {
        string prompt = Fields.Text(input["prompt"])!;
        CheckPrompt(prompt, model.Schema == "flux-1-schnell", request);
        byte[] image = Painter.PaintPng(prompt, Side(input["width"]), Side(input["height"]));
        return model.Task == WorkersAITask.RawImage
            ? EmulatorResponse.Raw(image, model.ImageType)
            : Envelope.Success(new JsonObject { ["image"] = Convert.ToBase64String(image) });
    }

    public static void CheckPrompt(string prompt, bool flagsOutput, EmulatorRequest request)
    {
        if (prompt.Contains("[nsfw]", StringComparison.OrdinalIgnoreCase))
        {
            throw WorkersAIErrors.Rejected(flagsOutput ? "3030.flagged" : "8007.nsfw", request);
        }
    }

    private static int Side(JsonNode? node) => Fields.Integer(node) is { } side and > 0 ? side : DefaultSide;
}

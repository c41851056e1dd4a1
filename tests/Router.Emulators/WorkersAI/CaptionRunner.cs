using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Images;

namespace Router.Emulators.WorkersAI;

internal static class CaptionRunner
{
    public static EmulatorResponse Run(byte[] image, EmulatorRequest request) => Captioner.Caption(image) is { } caption
        ? Envelope.Success(new JsonObject { ["description"] = caption })
        : throw WorkersAIErrors.Rejected("3030.image", request);
}

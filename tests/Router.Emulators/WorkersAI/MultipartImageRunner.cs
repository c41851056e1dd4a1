using System.Globalization;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Images;

namespace Router.Emulators.WorkersAI;

/// <summary>The flux-2 family: a form, whatever the catalogue's schema looks like; JSON is refused.</summary>
internal static class MultipartImageRunner
{
    private const int LargestInput = 512;

    private static readonly string[] Known =
        ["prompt", "input_image_0", "input_image_1", "input_image_2", "input_image_3", "steps", "guidance", "width", "height", "seed"];

    public static async Task<EmulatorResponse> RunAsync(EmulatorRequest request)
    {
        MultipartForm form = await MultipartForm.TryReadAsync(request)
            ?? throw Bad("required properties at '/' are 'multipart'", request);
        string? unknown = form.Parts.Select(part => part.Name).FirstOrDefault(name => !Known.Contains(name));
        if (unknown is not null)
        {
            throw Bad($"Additional properties not allowed at '/': '{unknown}'", request);
        }

        string prompt = form.Text("prompt") is { Length: > 0 } given ? given : throw Bad("required properties at '/' are 'prompt'", request);
        ImageRunner.CheckPrompt(prompt, flagsOutput: true, request);
        int width = Side(form, "width", 1024, request);
        int height = Side(form, "height", 768, request);

        string? background = null;
        foreach (FormPart part in form.Parts.Where(part => part.Name.StartsWith("input_image_", StringComparison.Ordinal)))
        {
            Raster raster = PngDecoder.TryDecode(part.Content) ?? throw WorkersAIErrors.Rejected("3030.image", request);
            if (raster.Width >= LargestInput || raster.Height >= LargestInput)
            {
                throw Bad($"Value of '/{part.Name}' not allowed: must be smaller than {LargestInput}x{LargestInput}", request);
            }

            background ??= Captioner.Background(raster);
        }

        byte[] image = Painter.PaintPng(prompt, width, height, background);
        return Envelope.Success(new JsonObject { ["image"] = Convert.ToBase64String(image) });
    }

    private static int Side(MultipartForm form, string name, int otherwise, EmulatorRequest request)
    {
        if (form.Text(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is >= 256 and <= 1920
            ? side
            : throw Bad($"Value of '/{name}' not allowed: {text}", request);
    }

    private static RejectedException Bad(string what, EmulatorRequest request) =>
        WorkersAIErrors.Rejected("5006", request, $"Bad input: Error: {what}");
}

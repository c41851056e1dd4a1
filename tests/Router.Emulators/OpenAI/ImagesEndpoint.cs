using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Images;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.OpenAI;

internal sealed class ImagesEndpoint(OpenAIEmulator service, FileStore files)
{
    private const int LongestPrompt = 32000;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "prompt", "model", "n", "size", "quality", "response_format", "style", "user", "background", "moderation",
        "output_format", "output_compression", "stream", "partial_images");

    public EmulatorResponse Generate(EmulatorRequest request)
    {
        JsonObject body = JsonBody.Read(request);
        JsonBody.RejectUnknown(body, Known);
        OpenAIModel model = JsonBody.Model(body["model"] ?? "dall-e-2", OpenAITask.Image);
        string prompt = Prompt(Fields.Text(body["prompt"]));
        (int width, int height) = ImageSizes.Read(Fields.Text(body["size"]), model.Name);
        int count = Count(body["n"], model.Name);
        string? format = Fields.Text(body["response_format"]);
        if (ImageSizes.IsGptImage(model.Name) && format is not null)
        {
            throw OpenAIErrors.Rejected("Unknown parameter: 'response_format'.", "response_format", "unknown_parameter");
        }

        byte[][] images = [.. Enumerable.Repeat(Painter.PaintPng(prompt, width, height), count)];
        bool asUrl = !ImageSizes.IsGptImage(model.Name) && format is null or "url";
        return Answer(request, model, prompt, images, (width, height), asUrl);
    }

    public async Task<EmulatorResponse> EditAsync(EmulatorRequest request)
    {
        MultipartForm form = await MultipartForm.TryReadAsync(request)
            ?? throw OpenAIErrors.Rejected(
                $"Unsupported content type: '{request.ContentType}'. This API method only accepts 'multipart/form-data' requests.", code: "unsupported_content_type");
        OpenAIModel model = JsonBody.Model(form.Text("model") ?? "dall-e-2", OpenAITask.Image);
        if (model.Name == "dall-e-3")
        {
            throw OpenAIErrors.Rejected("Invalid value: 'dall-e-3'. Value must be 'dall-e-2' or a gpt-image model.", "model", "invalid_value");
        }

        string prompt = Prompt(form.Text("prompt"));
        FormPart image = form.File("image") ?? form.File("image[]")
            ?? throw OpenAIErrors.Rejected("Missing required parameter: 'image'.", "image", "missing_required_parameter");
        Raster raster = PngDecoder.TryDecode(image.Content)
            ?? throw OpenAIErrors.Rejected("Invalid image file or mode for image 1, please check your image file.", "image", "invalid_image_file");

        // The edit keeps what the picture stands on and paints the prompt onto it, at the size that was asked for.
        bool sized = form.Text("size") is { } size && size != "auto";
        (int width, int height) = sized ? ImageSizes.Read(form.Text("size"), model.Name) : (raster.Width, raster.Height);
        byte[] edited = Painter.PaintPng(prompt, width, height, Captioner.Background(raster));
        bool asUrl = !ImageSizes.IsGptImage(model.Name) && form.Text("response_format") is null or "url";
        return Answer(request, model, prompt, [edited], (width, height), asUrl);
    }

    private EmulatorResponse Answer(
        EmulatorRequest request,
        OpenAIModel model,
        string prompt,
        byte[][] images,
        (int Width, int Height) size,
        bool asUrl)
    {
        JsonArray data = [];
        for (int i = 0; i < images.Length; i++)
        {
            JsonObject item = asUrl
                ? new JsonObject { ["url"] = Publish(images[i], request.Record.Number, i) }
                : new JsonObject { ["b64_json"] = Convert.ToBase64String(images[i]) };
            if (model.Name == "dall-e-3")
            {
                item["revised_prompt"] = prompt;
            }

            data.Add((JsonNode)item);
        }

        JsonObject answer = new() { ["created"] = service.Time.GetUtcNow().ToUnixTimeSeconds() };
        if (ImageSizes.IsGptImage(model.Name))
        {
            int input = Tokens.Count(prompt);
            int output = 272 * images.Length;
            answer["background"] = "opaque";
            answer["data"] = data;
            answer["output_format"] = "png";
            answer["quality"] = "low";
            answer["size"] = $"{size.Width}x{size.Height}";
            answer["usage"] = new JsonObject
            {
                ["input_tokens"] = input,
                ["input_tokens_details"] = new JsonObject { ["image_tokens"] = 0, ["text_tokens"] = input },
                ["output_tokens"] = output,
                ["total_tokens"] = input + output,
            };
        }
        else
        {
            answer["data"] = data;
        }

        return EmulatorResponse.Json(200, answer);
    }

    private string Publish(byte[] image, int number, int index)
    {
        string address = new Uri(service.Root, $"/files/{StableHash.Id($"image/{number}/{index}", 24)}.png").AbsoluteUri;
        files.Put(address, image, "image/png");
        return address;
    }

    private static string Prompt(string? prompt) => prompt switch
    {
        null => throw OpenAIErrors.Rejected("Missing required parameter: 'prompt'.", "prompt", "missing_required_parameter"),
        "" => throw OpenAIErrors.Rejected("Invalid 'prompt': empty string.", "prompt", "empty_string"),
        { Length: > LongestPrompt } => throw OpenAIErrors.Rejected("Invalid 'prompt': string too long.", "prompt", "string_above_max_length"),
        _ => prompt,
    };

    private static int Count(JsonNode? n, string model)
    {
        int count = n is null ? 1 : Fields.Integer(n) ?? 0;
        return count is >= 1 and <= 10 && (model != "dall-e-3" || count == 1)
            ? count
            : throw OpenAIErrors.Rejected("Invalid 'n'.", "n", "invalid_value");
    }
}

using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Text;

namespace Router.Emulators.OpenAI;

/// <summary>There is no ear behind it: the transcript says how many bytes of audio arrived.</summary>
internal static class TranscriptionsEndpoint
{
    public static async Task<EmulatorResponse> AnswerAsync(EmulatorRequest request)
    {
        MultipartForm form = await MultipartForm.TryReadAsync(request)
            ?? throw OpenAIErrors.Rejected(
                $"Unsupported content type: '{request.ContentType}'. This API method only accepts 'multipart/form-data' requests.", code: "unsupported_content_type");
        OpenAIModel model = JsonBody.Model(form.Text("model"), OpenAITask.Transcription);
        FormPart file = form.File("file") ?? throw OpenAIErrors.Rejected("Missing required parameter: 'file'.", "file", "missing_required_parameter");
        string text = $"This recording has {file.Content.Length} bytes.";
        string format = form.Text("response_format") ?? "json";
        bool whisper = model.Name == "whisper-1";
        if (!whisper && format is not ("json" or "text"))
        {
            throw OpenAIErrors.Rejected($"response_format '{format}' is not compatible with model '{model.Name}'. Use 'json' or 'text' instead.", "response_format", "unsupported_value");
        }

        if (form.Text("stream") == "true" && !whisper)
        {
            return EmulatorResponse.Stream(Stream(text, file.Content.Length));
        }

        return format switch
        {
            "text" => EmulatorResponse.Text(200, text + "\n", "text/plain; charset=utf-8"),
            "json" => EmulatorResponse.Json(200, new JsonObject { ["text"] = text, ["usage"] = whisper ? Duration() : Usage(text, file.Content.Length) }),
            "verbose_json" => EmulatorResponse.Json(200, Verbose(text)),
            _ => throw OpenAIErrors.Rejected($"Invalid value: '{format}'.", "response_format", "invalid_value"),
        };
    }

    private static List<ResponseFrame> Stream(string text, int bytes) =>
    [
        .. Tokens.Split(text).Select(piece => ResponseFrame.Data(
            FrameKind.Token, new JsonObject { ["type"] = "transcript.text.delta", ["delta"] = piece })),
        ResponseFrame.Data(
            FrameKind.Finish,
            new JsonObject { ["type"] = "transcript.text.done", ["text"] = text, ["usage"] = Usage(text, bytes) }),
        ResponseFrame.SseDone,
    ];

    private static JsonObject Verbose(string text) => new()
    {
        ["task"] = "transcribe",
        ["language"] = "english",
        ["duration"] = 2.0,
        ["text"] = text,
        ["segments"] = new JsonArray(new JsonObject { ["id"] = 0, ["start"] = 0.0, ["end"] = 2.0, ["text"] = text }),
        ["usage"] = Duration(),
    };

    private static JsonObject Duration() => new() { ["type"] = "duration", ["seconds"] = 2 };

    private static JsonObject Usage(string text, int bytes)
    {
        int audio = 1 + (bytes / 1000);
        int output = Tokens.Count(text);
        return new JsonObject
        {
            ["type"] = "tokens",
            ["total_tokens"] = audio + output,
            ["input_tokens"] = audio,
            ["input_token_details"] = new JsonObject { ["text_tokens"] = 0, ["audio_tokens"] = audio },
            ["output_tokens"] = output,
        };
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.WorkersAI;

internal sealed partial class RunEndpoint(WorkersAIEmulator service)
{
    private readonly TextRunner _text = new(service);
    private readonly BatchQueue _batch = new();

    /// <summary><c>POST /ai/run</c> with the model in the body.</summary>
    public Task<EmulatorResponse> AnswerUnifiedAsync(EmulatorRequest request)
    {
        JsonObject body = ReadBody(request);
        if (Fields.Text(body["model"]) is not { } name || body["input"] is not { } input)
        {
            throw WorkersAIErrors.Rejected("3003", request);
        }

        WorkersAIModel model = Find(name, request);
        return Task.FromResult(Run(model, input, request));
    }

    public async Task<EmulatorResponse> AnswerAsync(EmulatorRequest request, string name)
    {
        WorkersAIModel model = Find(name, request);
        if (model.Task == WorkersAITask.MultipartImage)
        {
            return await MultipartImageRunner.RunAsync(request);
        }

        if (request.MediaType != "application/json")
        {
            return model.Task == WorkersAITask.Caption
                ? CaptionRunner.Run(request.Body.ToArray(), request)
                : throw WorkersAIErrors.Rejected("5006", request, "Bad input: Error: Type mismatch of '/', 'binary' not in 'object'");
        }

        JsonObject body = ReadBody(request);
        return request.Query["queueRequest"] == "true"
            ? _batch.Answer(body, model, request, input => Run(model, input, request))
            : Run(model, body, request);
    }

    private EmulatorResponse Run(WorkersAIModel model, JsonNode body, EmulatorRequest request)
    {
        InputSchemas.Check(model, body, request);
        JsonObject input = body.AsObject();
        return model.Task switch
        {
            WorkersAITask.Caption => CaptionRunner.Run(Bytes(input["image"], request), request),
            WorkersAITask.ImageInEnvelope or WorkersAITask.RawImage => ImageRunner.Run(model, input, request),
            WorkersAITask.Embeddings => EmbeddingsRunner.Run(model, input),
            _ => _text.Run(model, input, request),
        };
    }

    private static WorkersAIModel Find(string name, EmulatorRequest request)
    {
        if (!NamePattern().IsMatch(name))
        {
            throw WorkersAIErrors.Rejected("3042", request);
        }

        WorkersAIModel model = WorkersAIModels.Find(name)
            ?? throw WorkersAIErrors.Rejected("5007", request, $"No such model {name} or task");
        return model.Gone ? throw WorkersAIErrors.Rejected("5028", request) : model;
    }

    private static JsonObject ReadBody(EmulatorRequest request) =>
        request.ReadJson() as JsonObject ?? throw WorkersAIErrors.Rejected("3003", request, "Incomplete request: the body is not valid JSON");

    private static byte[] Bytes(JsonNode? image, EmulatorRequest request)
    {
        JsonArray numbers = image!.AsArray();
        byte[] bytes = new byte[numbers.Count];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Fields.Integer(numbers[i]) is { } value and >= 0 and <= 255
                ? (byte)value
                : throw WorkersAIErrors.Rejected("5004", request);
        }

        return bytes;
    }

    [GeneratedRegex("^@(cf|hf)/[^/]+/[^/]+$")]
    private static partial Regex NamePattern();
}

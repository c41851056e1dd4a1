using System.Text.Json.Nodes;
using Router.Emulators.Http;
using Router.Emulators.Json;

namespace Router.Emulators.OpenAI;

internal static class JsonBody
{
    public static JsonObject Read(EmulatorRequest request)
    {
        if (request.MediaType != "application/json")
        {
            throw new RejectedException(OpenAIErrors.Of(
                400,
                $"Unsupported content type: '{request.ContentType}'. This API method only accepts 'application/json' requests.",
                code: "unsupported_content_type"));
        }

        return request.ReadJson() as JsonObject
            ?? throw OpenAIErrors.Rejected("We could not parse the JSON body of your request.");
    }

    public static void RejectUnknown(JsonObject body, IReadOnlySet<string> known)
    {
        foreach ((string name, _) in body)
        {
            if (!known.Contains(name))
            {
                throw OpenAIErrors.Rejected($"Unrecognized request argument supplied: {name}");
            }
        }
    }

    public static OpenAIModel Model(JsonNode? name, OpenAITask task)
    {
        if (Fields.Text(name) is not { } text)
        {
            throw OpenAIErrors.Rejected("you must provide a model parameter", "model");
        }

        OpenAIModel? model = OpenAIModels.Find(text);
        if (model is null)
        {
            throw new RejectedException(OpenAIErrors.Of(
                404, $"The model `{text}` does not exist or you do not have access to it.", "model", "model_not_found"));
        }

        return model.Task == task
            ? model
            : throw new RejectedException(OpenAIErrors.Of(
                404, $"This model is not supported at this endpoint: {text}.", "model", "model_not_supported"));
    }
}

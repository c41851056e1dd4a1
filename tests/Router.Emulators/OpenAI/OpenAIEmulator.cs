using System.Globalization;
using Router.Emulators.Chat;
using Router.Emulators.Faults;
using Router.Emulators.Http;
using Router.Emulators.Json;
using Router.Emulators.Text;

namespace Router.Emulators.OpenAI;

/// <summary>Chat completions, embeddings, images, transcriptions and models, as OpenAI has them on the wire.</summary>
public sealed class OpenAIEmulator : ServiceEmulator
{
    private readonly ChatEndpoint _chat;
    private readonly ImagesEndpoint _images;
    private readonly FileStore _files;

    internal OpenAIEmulator(EmulatorOptions options, FileStore files)
        : base("OpenAI", options.OpenAIKey, options.TimeProvider)
    {
        _files = files;
        _chat = new ChatEndpoint(this, files);
        _images = new ImagesEndpoint(this, files);
    }

    /// <summary>Scripted chat answers.</summary>
    public ReplyPlan Replies { get; } = new();

    private protected override string BasePath => "/v1";

    internal override async Task<EmulatorResponse> AnswerAsync(EmulatorRequest request)
    {
        EmulatorResponse response;
        try
        {
            response = await RouteAsync(request);
        }
        catch (RejectedException rejected)
        {
            response = rejected.Answer;
        }

        return WithHeaders(response, request);
    }

    internal override EmulatorResponse ErrorFor(Fault fault, EmulatorRequest request) =>
        WithHeaders(OpenAIErrors.For(fault), request);

    internal override byte[] ErrorFrame(Fault fault, EmulatorRequest request) =>
        [.. "data: "u8, .. JsonText.Bytes(OpenAIErrors.FrameFor(fault)), .. "\n\n"u8];

    private Task<EmulatorResponse> RouteAsync(EmulatorRequest request)
    {
        if (request.Is("GET") && _files.Find(new Uri(Root, request.Path).AbsoluteUri) is { } file)
        {
            return Task.FromResult(EmulatorResponse.Raw(file.Bytes, file.ContentType));
        }

        CheckCredential(request);
        (string? method, Func<EmulatorRequest, Task<EmulatorResponse>> handle) = request.Path switch
        {
            "/v1/chat/completions" => ("POST", _chat.AnswerAsync),
            "/v1/embeddings" => ("POST", r => Task.FromResult(EmbeddingsEndpoint.Answer(r))),
            "/v1/images/generations" => ("POST", r => Task.FromResult(_images.Generate(r))),
            "/v1/images/edits" => ("POST", _images.EditAsync),
            "/v1/audio/transcriptions" => ("POST", TranscriptionsEndpoint.AnswerAsync),
            "/v1/models" => ("GET", _ => Task.FromResult(ModelsEndpoint.List())),
            _ when request.Segments is ["v1", "models", var name] => ("GET", _ => Task.FromResult(ModelsEndpoint.One(name))),
            _ => ((string?)null, (Func<EmulatorRequest, Task<EmulatorResponse>>)(_ => Task.FromResult(NoSuchRoute(request)))),
        };
        return method is null || request.Is(method) ? handle(request) : Task.FromResult(WrongMethod(request));
    }

    private static EmulatorResponse NoSuchRoute(EmulatorRequest request) =>
        OpenAIErrors.Of(404, $"Invalid URL ({request.Method} {request.Path})");

    private static EmulatorResponse WrongMethod(EmulatorRequest request) =>
        OpenAIErrors.Of(
            405,
            $"Not allowed to {request.Method} on {request.Path}. (HINT: Perhaps you meant to use a different HTTP method?)",
            code: "method_not_supported");

    private void CheckCredential(EmulatorRequest request)
    {
        if (request.Authorization is null)
        {
            throw new RejectedException(OpenAIErrors.Of(
                401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth."));
        }

        if (!request.HasBearer(ApiKey))
        {
            throw new RejectedException(OpenAIErrors.Of(
                401,
                "Incorrect API key provided: sk-*****. You can find your API key at https://platform.openai.com/account/api-keys.",
                code: "invalid_api_key"));
        }
    }

    private static EmulatorResponse WithHeaders(EmulatorResponse response, EmulatorRequest request)
    {
        string id = request.Record.Number.ToString(CultureInfo.InvariantCulture);
        response.WithHeader("x-request-id", "req_" + StableHash.Hex(id, 32))
            .WithHeader("openai-version", "2020-10-01")
            .WithHeader("openai-processing-ms", "42");
        bool limited = request.Path is "/v1/chat/completions" or "/v1/embeddings";
        return limited && response.Status != 401 ? RateLimitHeaders.Add(response, request.Record.Number) : response;
    }
}

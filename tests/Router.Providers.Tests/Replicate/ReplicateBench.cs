using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Replicate;
using Router.TestKit;

namespace Router.Providers.Tests.Replicate;

/// <summary>A Replicate account whose every answer a test decides, under a clock that moves only when told.</summary>
internal sealed class ReplicateBench
{
    internal const string Token = "r8_secret_token";
    internal const string Model = "acme/writer";
    internal const string Id = "p1";
    internal const string StreamAddress = "https://stream.replicate.com/v1/streams/s1";
    internal static readonly string Version = new('a', 64);

    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<Func<HttpResponseMessage>> _gets = new();
    private Func<HttpResponseMessage>? _lastGet;
    private readonly CancelWatch _watch;
    private int _cancels;

    internal ReplicateBench()
    {
        Handler = new StubHttpHandler(AnswerAsync);
        _watch = new CancelWatch(Time);
    }

    internal StubHttpHandler Handler { get; }

    internal RecordingLog Log { get; } = new();

    internal ManualTimeProvider Time { get; } = new();

    internal Dictionary<string, string> Settings { get; } = new() { ["apiToken"] = Token };

    internal Func<RecordedRequest, CancellationToken, Task<HttpResponseMessage>> OnCreate { get; set; } =
        (_, _) => Task.FromResult(Prediction("starting"));

    internal Func<RecordedRequest, CancellationToken, Task<HttpResponseMessage>> OnOther { get; set; } =
        (request, _) => throw new InvalidOperationException($"Nobody expected {request.Message.Method} {request.Message.RequestUri}.");

    internal Func<CancellationToken, Task<HttpResponseMessage>> OnCancel { get; set; } = _ => Task.FromResult(Prediction("canceled"));

    internal Func<CancellationToken, Task>? BeforeGet { get; set; }

    internal int Creates => Handler.Requests.Count(IsCreate);

    internal int Gets => Handler.Requests.Count(IsGet);

    internal int Cancels => Volatile.Read(ref _cancels);

    /// <summary>Completes with the first cancel request.</summary>
    internal Task Cancelled => _cancelled.Task;

    internal static HttpResponseMessage Prediction(
        string status, string? output = null, string more = "", HttpStatusCode code = HttpStatusCode.Created, string id = Id) =>
        StubHttpHandler.Json(Json(status, output, more, id), code);

    internal static string Json(string status, string? output = null, string more = "", string id = Id) =>
        $$"""
        {"id":"{{id}}","model":"{{Model}}","version":"{{Version}}","input":{"prompt":"hidden words"},"logs":"","error":null,
        "status":"{{status}}","created_at":"2026-01-02T03:04:05.678Z","output":{{output ?? "null"}}{{more}}}
        """;

    internal static string Metrics(int input = 5, int output = 7) =>
        $$""","metrics":{"predict_time":1.5,"token_input_count":{{input}},"token_output_count":{{output}}}""";

    internal static string Streaming(string address = StreamAddress) => $$""","urls":{"stream":"{{address}}"}""";

    internal static HttpResponseMessage Problem(int status, string body) =>
        StubHttpHandler.Body(System.Text.Encoding.UTF8.GetBytes(body), "application/problem+json", (HttpStatusCode)status);

    /// <summary>Every create call answers this.</summary>
    internal ReplicateBench Creating(string status, string? output = null, string more = "")
    {
        OnCreate = (_, _) => Task.FromResult(Prediction(status, output, more));
        return this;
    }

    internal ReplicateBench Creating(Func<HttpResponseMessage> answer)
    {
        OnCreate = (_, _) => Task.FromResult(answer());
        return this;
    }

    /// <summary>The next status request answers this; the last one said answers all that follow.</summary>
    internal ReplicateBench Then(string status, string? output = null, string more = "") =>
        Then(() => Prediction(status, output, more, HttpStatusCode.OK));

    internal ReplicateBench Then(Func<HttpResponseMessage> answer)
    {
        _gets.Enqueue(answer);
        return this;
    }

    internal ReplicateBench Streamed(byte[] body)
    {
        OnOther = (_, _) => Task.FromResult(StubHttpHandler.Body(body, "text/event-stream"));
        return this;
    }

    internal IProvider Provider() => new ReplicateProviderType().Create(new ProviderContext
    {
        Name = "rep",
        Settings = new ProviderSettings(Settings),
        Http = new HttpClient(Handler),
        TimeProvider = _watch,
        LoggerFactory = Log,
    });

    internal IChatClient Chat(string model = Model, string? version = null) =>
        Provider().CreateChatClient(new ModelReference(model, version))!;

    internal IImageGenerator Images(string model = Model) => Provider().CreateImageGenerator(new ModelReference(model))!;

    /// <summary>One chat request, unary or streamed, with the clock moved to every timer that is waited for.</summary>
    internal Task<ChatResponse> AskAsync(bool streaming, ChatOptions? options = null, string text = "Hi", string model = Model, string? version = null)
    {
        IChatClient client = Chat(model, version);
        ChatMessage[] messages = [new(ChatRole.User, text)];
        return PumpAsync(streaming
            ? client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
            : client.GetResponseAsync(messages, options));
    }

    /// <summary>
    /// Moves the clock from timer to timer until the work is done. The timer of a cancel request is left alone: it would cut
    /// short an answer that is on its way, and is gone once the answer is there.
    /// </summary>
    internal async Task<T> PumpAsync<T>(Task<T> work)
    {
        while (await Task.WhenAny(work, Time.WhenTimersAsync(1)) != work && !_watch.Cancelling)
        {
            await Time.AdvanceToNextTimerAsync();
        }

        return await work;
    }

    internal JsonNode Input() => Handler.Requests.Single(IsCreate).Json!["input"]!;

    private static bool IsCreate(RecordedRequest request) =>
        request.Message.Method == HttpMethod.Post && request.Path.EndsWith("/predictions", StringComparison.Ordinal);

    private static bool IsGet(RecordedRequest request) =>
        request.Message.Method == HttpMethod.Get && request.Path == $"/v1/predictions/{Id}";

    private async Task<HttpResponseMessage> AnswerAsync(RecordedRequest request, CancellationToken cancellationToken)
    {
        if (IsCreate(request))
        {
            return await OnCreate(request, cancellationToken);
        }

        if (request.Path == $"/v1/predictions/{Id}/cancel")
        {
            Interlocked.Increment(ref _cancels);
            _cancelled.TrySetResult();
            return await OnCancel(cancellationToken);
        }

        if (!IsGet(request))
        {
            return await OnOther(request, cancellationToken);
        }

        if (BeforeGet is { } before)
        {
            await before(cancellationToken);
        }

        _lastGet = _gets.Count > 0 ? _gets.Dequeue() : _lastGet;
        return _lastGet?.Invoke() ?? throw new InvalidOperationException("Nobody expected a status request.");
    }
}

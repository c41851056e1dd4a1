using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Providers.OpenAI;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.OpenAI;

/// <summary>An OpenAI provider over a stub: what it is asked is kept, what it answers is given.</summary>
internal sealed class OpenAIRig : IDisposable
{
    internal OpenAIRig(Func<RecordedRequest, HttpResponseMessage> respond, params (string Name, string Value)[] settings)
        : this(new StubHttpHandler(respond), settings)
    {
    }

    internal OpenAIRig(StubHttpHandler handler, params (string Name, string Value)[] settings)
    {
        Handler = handler;
        Provider = new OpenAIProviderType().Create(new ProviderContext
        {
            Name = "main",
            Settings = new ProviderSettings(settings.Append(("apiKey", "sk-test")).DistinctBy(s => s.Item1)
                .Select(s => KeyValuePair.Create(s.Item1, s.Item2))),
            Http = new HttpClient(handler),
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = new ManualTimeProvider(),
        });
    }

    internal StubHttpHandler Handler { get; }

    internal IProvider Provider { get; }

    internal IChatClient Chat => Provider.CreateChatClient(new ModelReference("gpt-4o-mini"))!;

    internal JsonNode SentBody => Handler.Requests[^1].Json!;

    internal static OpenAIRig Answering(string json, params (string Name, string Value)[] settings) =>
        new(_ => StubHttpHandler.Json(json), settings);

    internal static OpenAIRig Streaming(string events) => new(_ => StubHttpHandler.EventStream(events));

    /// <summary>A stream of chunks, each with one choice of the given delta, ended by a finish reason and [DONE].</summary>
    internal static string Chunks(params string[] deltas) => Chunks(deltas, finish: "stop");

    internal static string Chunks(string[] deltas, string? finish, bool done = true)
    {
        StringBuilder text = new();
        foreach (string delta in deltas)
        {
            text.Append($"data: {{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{delta}}}]}}\n\n");
        }

        text.Append(finish is null ? "" : $"data: {{\"id\":\"c1\",\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{finish}\"}}]}}\n\n");
        return text.Append(done ? "data: [DONE]\n\n" : "").ToString();
    }

    internal static string Answer(string message, string finish = "\"stop\"") =>
        $$"""{"id":"c1","model":"m","created":1727888631,"choices":[{"index":0,"message":{{message}},"finish_reason":{{finish}}}]}""";

    internal async Task<ChatResponse> AskAsync(ChatOptions? options = null, params ChatMessage[] messages)
    {
        messages = messages.Length > 0 ? messages : [new ChatMessage(ChatRole.User, "hello")];
        return await Chat.GetResponseAsync(messages, options);
    }

    internal async Task<List<ChatResponseUpdate>> StreamAsync(ChatOptions? options = null, params ChatMessage[] messages)
    {
        messages = messages.Length > 0 ? messages : [new ChatMessage(ChatRole.User, "hello")];
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in Chat.GetStreamingResponseAsync(messages, options))
        {
            updates.Add(update);
        }

        return updates;
    }

    /// <summary>The failure of a call that must fail, unary or streamed.</summary>
    internal async Task<Failure> FailAsync(bool stream = false)
    {
        Func<Task> act = stream ? () => StreamAsync() : () => AskAsync();
        Exception error = (await act.Should().ThrowAsync<Exception>()).Which;
        return Provider.Classifier.Classify(error);
    }

    public void Dispose() => Handler.Dispose();
}

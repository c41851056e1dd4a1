using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Providers.WorkersAI;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.WorkersAI;

/// <summary>A Workers AI provider over a stub: what it is asked is kept, what it answers is given.</summary>
internal sealed class WorkersAIRig : IDisposable
{
    internal const string Account = "0123456789abcdef0123456789abcdef";
    internal const string Native = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";
    internal const string Newer = "@cf/openai/gpt-oss-120b";
    internal const string Kimi = "@cf/moonshotai/kimi-k2.6";
    internal const string Caption = "@cf/llava-hf/llava-1.5-7b-hf";

    internal WorkersAIRig(Func<RecordedRequest, HttpResponseMessage> respond, params (string Name, string Value)[] settings)
        : this(new StubHttpHandler(respond), settings)
    {
    }

    internal WorkersAIRig(StubHttpHandler handler, params (string Name, string Value)[] settings)
    {
        Handler = handler;
        Provider = Create(new HttpClient(handler), Time, [("accountId", Account), ("apiToken", "cf-secret"), .. settings]);
    }

    internal StubHttpHandler Handler { get; }

    internal ManualTimeProvider Time { get; } = new();

    internal IProvider Provider { get; }

    internal JsonNode Sent => Handler.Requests[^1].Json!;

    internal static WorkersAIRig Answering(string json, params (string Name, string Value)[] settings) =>
        new(_ => StubHttpHandler.Json(json), settings);

    internal static WorkersAIRig Streaming(string events) => new(_ => StubHttpHandler.EventStream(events));

    internal static string InEnvelope(string result) => $$"""{"result":{{result}},"success":true,"errors":[],"messages":[]}""";

    internal static IProvider Create(HttpClient http, TimeProvider time, params (string Name, string Value)[] settings) =>
        new WorkersAIProviderType().Create(new ProviderContext
        {
            Name = "cf",
            Settings = new ProviderSettings(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))),
            Http = http,
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = time,
        });

    internal IChatClient Chat(string model) => Provider.CreateChatClient(new ModelReference(model))!;

    internal IImageGenerator Images(string model) => Provider.CreateImageGenerator(new ModelReference(model))!;

    internal async Task<ChatResponse> AskAsync(string model = Native, bool stream = false, ChatOptions? options = null, params ChatMessage[] messages)
    {
        messages = messages.Length > 0 ? messages : [new ChatMessage(ChatRole.User, "hello")];
        return stream
            ? await Chat(model).GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
            : await Chat(model).GetResponseAsync(messages, options);
    }

    internal async Task<(ProviderException Error, Failure Failure)> FailAsync(string model = Native, bool stream = false)
    {
        Func<Task> act = () => AskAsync(model, stream);
        ProviderException error = (await act.Should().ThrowAsync<ProviderException>()).Which;
        return (error, Provider.Classifier.Classify(error));
    }

    public void Dispose() => Handler.Dispose();
}

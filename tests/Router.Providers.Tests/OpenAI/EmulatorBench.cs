using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Emulators;
using Router.Emulators.OpenAI;
using Router.Providers.OpenAI;

namespace Router.Providers.Tests.OpenAI;

/// <summary>The adapter and the emulated service, with sockets between them.</summary>
internal sealed class EmulatorBench : IAsyncDisposable
{
    internal const string Model = "gpt-4o-mini";

    private readonly EmulatorHost _host;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private EmulatorBench(EmulatorHost host)
    {
        _host = host;
        Provider = Create(host.OpenAI.ApiKey);
    }

    internal OpenAIEmulator Service => _host.OpenAI;

    internal IProvider Provider { get; }

    internal static async Task<EmulatorBench> StartAsync() => new(await EmulatorHost.StartAsync());

    internal IProvider Create(string key) => new OpenAIProviderType().Create(new ProviderContext
    {
        Name = "main",
        Settings = new ProviderSettings([new("apiKey", key), new("endpoint", Service.Endpoint.AbsoluteUri)]),
        Http = _http,
        LoggerFactory = NullLoggerFactory.Instance,
    });

    internal Task<ChatResponse> AskAsync(
        bool stream, IEnumerable<ChatMessage> messages, ChatOptions? options = null, string model = Model, CancellationToken token = default)
    {
        IChatClient client = Provider.CreateChatClient(new ModelReference(model))!;
        return stream
            ? client.GetStreamingResponseAsync(messages, options, token).ToChatResponseAsync(CancellationToken.None)
            : client.GetResponseAsync(messages, options, token);
    }

    internal Task<ChatResponse> AskAsync(bool stream, string text, ChatOptions? options = null, string model = Model) =>
        AskAsync(stream, [new ChatMessage(ChatRole.User, text)], options, model);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }
}

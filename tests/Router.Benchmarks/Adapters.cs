using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Providers;

namespace Router.Benchmarks;

/// <summary>The wire adapters over canned answers.</summary>
internal static class Adapters
{
    internal static IChatClient Chat(string type, string model, byte[] body, string mediaType)
    {
        IProviderType provider = DefaultProviders.All.Single(item => item.Name == type);
        return provider.Create(new ProviderContext
        {
            Name = type,
            Settings = new ProviderSettings(
            [
                new("apiKey", "k"), new("apiToken", "k"), new("accountId", "0123456789abcdef0123456789abcdef"),
            ]),
            Http = new HttpClient(new CannedHandler(body, mediaType)),
            LoggerFactory = NullLoggerFactory.Instance,
        }).CreateChatClient(new ModelReference(model))!;
    }

    internal static IChatClient OpenAI() => Chat("openai", "gpt-4o-mini", Bodies.OpenAIUnary, "application/json");

    internal static IChatClient OpenAIStreaming() => Chat("openai", "gpt-4o-mini", Bodies.OpenAIStream, "text/event-stream");
}

using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Catalog;
using Router.Resilience;
using Router.TestKit;

namespace Router.Tests;

/// <summary>A provider type with one part that breaks, and repeats the secret it was given.</summary>
internal sealed class FragileProviderType : IProviderType
{
    internal const string Secret = "sk-very-secret-value";

    public string Name { get; init; } = "fragile";

    public IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new("key", ProviderSettingKind.Secret, "The key."),
        new("label", ProviderSettingKind.Text, "Tells accounts apart."),
    ];

    internal string Breaks { get; set; } = "";

    internal string? Says { get; set; }

    internal Action? OnCreate { get; set; }

    internal List<FragileProvider> Made { get; } = [];

    internal List<WatchedHandler> Handlers { get; } = [];

    public void Validate(ProviderSettings settings, IReadOnlyList<ModelReference> models, ICollection<string> errors) => Break("validate");

    public IProvider Create(ProviderContext context)
    {
        OnCreate?.Invoke();
        Break("create");
        if (Breaks == "nothing")
        {
            return null!;
        }

        FragileProvider provider = new(this);
        Made.Add(provider);
        return provider;
    }

    internal WatchedHandler Handler(string provider)
    {
        Break("handler");
        WatchedHandler handler = new();
        Handlers.Add(handler);
        return handler;
    }

    internal void Break(string part)
    {
        if (Breaks == part)
        {
            throw new FormatException(Says ?? $"The format of value '{Secret}' is invalid.");
        }
    }
}

internal sealed class FragileProvider(FragileProviderType type) : IProvider, IDisposable
{
    public FailureClassifier Classifier
    {
        get
        {
            type.Break("classifier");
            return type.Breaks == "no-classifier" ? null! : FailureClassifier.Default;
        }
    }

    internal bool Disposed { get; private set; }

    public ModelCapabilities Describe(string model)
    {
        type.Break("describe");
        return ModelCapabilities.Unknown;
    }

    public IChatClient CreateChatClient(ModelReference model)
    {
        type.Break("chat");
        ScriptedChatClient client = new(model.Model switch
        {
            "limited" => ScriptedTurn.Fail(
                new ProviderException("429") { Class = FailureClass.RateLimited, RetryAfter = TimeSpan.FromMinutes(5) }),
            "limited-silent" => ScriptedTurn.Fail(new ProviderException("429") { Class = FailureClass.RateLimited }),
            _ => ScriptedTurn.Text(model.Model),
        });
        return new DisposableClient(client, type);
    }

    public IImageGenerator? CreateImageGenerator(ModelReference model)
    {
        type.Break("images");
        return null;
    }

    public void Dispose()
    {
        Disposed = true;
        type.Break("dispose");
    }
}

internal sealed class DisposableClient(IChatClient inner, FragileProviderType type) : DelegatingChatClient(inner)
{
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        type.Break("dispose");
    }
}

internal sealed class WatchedHandler : HttpMessageHandler
{
    internal bool Disposed { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}

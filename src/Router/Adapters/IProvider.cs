using Microsoft.Extensions.AI;
using Router.Catalog;

namespace Router.Adapters;

/// <summary>
/// One configured account at a provider: makes a client per model. The clients are thread-safe, make exactly one attempt per
/// call, and never retry: repeating is the routing core's decision alone. The router disposes the clients, then a provider that
/// is <see cref="IDisposable"/>, once the configuration no longer has it and the last request that uses it has ended.
/// </summary>
public interface IProvider
{
    /// <summary>Tells this provider's failures apart.</summary>
    FailureClassifier Classifier { get; }

    /// <summary>Finds the exact version behind a model's name; null where this provider tells of none. Default: null.</summary>
    IPinResolver? PinResolver => null;

    /// <summary>What this adapter knows a model can or cannot take. Unknown members stay null. Default: nothing known.</summary>
    ModelCapabilities Describe(string model) => ModelCapabilities.Unknown;

    /// <summary>A chat client for a model; null where this provider has no chat.</summary>
    IChatClient? CreateChatClient(ModelReference model) => null;

    /// <summary>An image generator for a model; null where this provider has none.</summary>
    IImageGenerator? CreateImageGenerator(ModelReference model) => null;
}

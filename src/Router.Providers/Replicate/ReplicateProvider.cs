using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Catalog;

namespace Router.Providers.Replicate;

/// <summary>One Replicate account. Thread-safe.</summary>
internal sealed class ReplicateProvider(ProviderContext context) : IProvider, IDisposable
{
    private readonly ReplicateService _service = new(context);

    public IPinResolver PinResolver => new ReplicatePinResolver(_service.Api);

    public FailureClassifier Classifier => ReplicateService.Classifier;

    // Whether a model takes an image stands in its schema alone.
    public ModelCapabilities Describe(string model) => new() { Tools = false, JsonSchema = false };

    public IChatClient CreateChatClient(ModelReference model) =>
        new ReplicateChatClient(_service, ReplicateModel.Parse(model), model.Model);

    public IImageGenerator CreateImageGenerator(ModelReference model) =>
        new ReplicateImageGenerator(_service, ReplicateModel.Parse(model), model.Model);

    /// <summary>Gives cancel requests that are under way a moment, because the HTTP client goes next.</summary>
    public void Dispose() => _service.Aftermath.Dispose();
}

using Microsoft.Extensions.AI;

namespace Router.Adapters;

/// <summary>A client of the application's own as a provider. Its model <c>default</c> leaves the choice to the client.</summary>
internal sealed class ClientProvider(IChatClient? chat, IImageGenerator? images) : IProvider
{
    internal const string DefaultModel = "default";

    /// <summary>What stands where the type of a configured provider does.</summary>
    internal const string TypeName = "client";

    public FailureClassifier Classifier { get; } =
        (chat?.GetService(typeof(FailureClassifier)) ?? images?.GetService(typeof(FailureClassifier))) as FailureClassifier ?? FailureClassifier.Default;

    public IChatClient? CreateChatClient(ModelReference model) => chat is null ? null : new ModelBoundChatClient(chat, Bound(model));

    public IImageGenerator? CreateImageGenerator(ModelReference model) =>
        images is null ? null : new ModelBoundImageGenerator(images, Bound(model));

    private static string? Bound(ModelReference model) =>
        model.Version ?? (model.Model.Equals(DefaultModel, StringComparison.OrdinalIgnoreCase) ? null : model.Model);
}

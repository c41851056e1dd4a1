using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Catalog;
using Router.Providers.WorkersAI.Chat;
using Router.Providers.WorkersAI.Images;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI;

/// <summary>One Workers AI account. Thread-safe.</summary>
internal sealed class WorkersAIProvider(ProviderContext context) : IProvider
{
    private readonly WorkersAIConnection _connection = new(context);

    public IPinResolver PinResolver => new WorkersAIPinResolver(_connection);

    public FailureClassifier Classifier => _connection.Classifier;

    public ModelCapabilities Describe(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelTable.Of(model).Capabilities;
    }

    public IChatClient? CreateChatClient(ModelReference model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelTable.Of(model.Model).Chat switch
        {
            ChatForm.None => null,
            ChatForm.ImageToText => new ImageToTextChatClient(_connection, model.Model),
            _ => new WorkersAIChatClient(_connection, model.Model),
        };
    }

    public IImageGenerator? CreateImageGenerator(ModelReference model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelTable.Of(model.Model).Image is ImageForm.None ? null : new WorkersAIImageGenerator(_connection, model.Model);
    }
}

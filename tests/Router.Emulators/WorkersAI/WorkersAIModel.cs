namespace Router.Emulators.WorkersAI;

internal sealed record WorkersAIModel(string Name, WorkersAITask Task, string Schema)
{
    /// <summary>The field reasoning is answered in, for models that reason.</summary>
    public string? ReasoningField { get; init; }

    public bool Tools { get; init; }

    public bool JsonMode { get; init; }

    public bool Vision { get; init; }

    /// <summary>Answers a request for a stream on <c>/ai/run</c> with a JSON body.</summary>
    public bool JsonForStream { get; init; }

    public bool GemmaStream { get; init; }

    public int Dimensions { get; init; }

    /// <summary>The content type a raw image is labelled with; the bytes are PNG all the same.</summary>
    public string ImageType { get; init; } = "image/png";

    public string? DeprecatedOn { get; init; }

    public bool Gone { get; init; }

    public string TaskLabel => Task switch
    {
        WorkersAITask.NativeText or WorkersAITask.OpenAIText => "Text Generation",
        WorkersAITask.Caption => "Image-to-Text",
        WorkersAITask.Embeddings => "Text Embeddings",
        _ => "Text-to-Image",
    };

    public bool IsChat => Task is WorkersAITask.NativeText or WorkersAITask.OpenAIText;
}

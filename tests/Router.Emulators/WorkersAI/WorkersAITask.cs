namespace Router.Emulators.WorkersAI;

internal enum WorkersAITask
{
    /// <summary>The older form: <c>{"response":…}</c>.</summary>
    NativeText,

    /// <summary>The newer form: an OpenAI completion inside <c>result</c>.</summary>
    OpenAIText,
    Caption,
    ImageInEnvelope,
    RawImage,
    MultipartImage,
    Embeddings,
}

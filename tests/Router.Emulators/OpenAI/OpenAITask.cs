namespace Router.Emulators.OpenAI;

internal enum OpenAITask
{
    Chat,
    Embedding,
    Image,
    Transcription,
}

namespace Router.Emulators.OpenAI;

/// <summary>The models that exist. An alias answers with its snapshot's name; a snapshot answers with its own.</summary>
internal static class OpenAIModels
{
    private static readonly OpenAIModel[] Models =
    [
        new("gpt-4o", "gpt-4o-2024-08-06", OpenAITask.Chat),
        new("gpt-4o-mini", "gpt-4o-mini-2024-07-18", OpenAITask.Chat),
        new("gpt-4.1", "gpt-4.1-2025-04-14", OpenAITask.Chat),
        new("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14", OpenAITask.Chat),
        new("gpt-4.1-nano", "gpt-4.1-nano-2025-04-14", OpenAITask.Chat),
        new("o3-mini", "o3-mini-2025-01-31", OpenAITask.Chat, Reasons: true),
        new("o4-mini", "o4-mini-2025-04-16", OpenAITask.Chat, Reasons: true),
        new("gpt-5", "gpt-5-2025-08-07", OpenAITask.Chat, Reasons: true),
        new("gpt-5-mini", "gpt-5-mini-2025-08-07", OpenAITask.Chat, Reasons: true),
        new("gpt-5.1", "gpt-5.1-2025-11-13", OpenAITask.Chat, Reasons: true),
        new("gpt-5.5", "gpt-5.5-2026-04-23", OpenAITask.Chat, Reasons: true),
        new("gpt-5.6", "gpt-5.6-sol", OpenAITask.Chat, Reasons: true),
        new("text-embedding-3-small", "text-embedding-3-small", OpenAITask.Embedding),
        new("text-embedding-3-large", "text-embedding-3-large", OpenAITask.Embedding),
        new("text-embedding-ada-002", "text-embedding-ada-002", OpenAITask.Embedding),
        new("gpt-image-1", "gpt-image-1", OpenAITask.Image),
        new("gpt-image-1-mini", "gpt-image-1-mini", OpenAITask.Image),
        new("dall-e-2", "dall-e-2", OpenAITask.Image),
        new("dall-e-3", "dall-e-3", OpenAITask.Image),
        new("whisper-1", "whisper-1", OpenAITask.Transcription),
        new("gpt-4o-transcribe", "gpt-4o-transcribe", OpenAITask.Transcription),
        new("gpt-4o-mini-transcribe", "gpt-4o-mini-transcribe", OpenAITask.Transcription),
    ];

    public static IEnumerable<string> Names => Models.SelectMany(model => new[] { model.Name, model.Snapshot }).Distinct();

    public static OpenAIModel? Find(string name) =>
        Models.FirstOrDefault(model => model.Name == name || model.Snapshot == name);
}

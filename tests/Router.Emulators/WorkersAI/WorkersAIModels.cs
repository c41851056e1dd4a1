namespace Router.Emulators.WorkersAI;

internal static class WorkersAIModels
{
    public static IReadOnlyList<WorkersAIModel> All { get; } =
    [
        new("@cf/meta/llama-3.3-70b-instruct-fp8-fast", WorkersAITask.NativeText, "native-text") { Tools = true, JsonMode = true },
        new("@cf/meta/llama-3.1-8b-instruct", WorkersAITask.NativeText, "native-text") { JsonMode = true },
        new("@cf/meta/llama-3.1-8b-instruct-fast", WorkersAITask.NativeText, "native-text") { JsonMode = true },
        new("@cf/meta/llama-3-8b-instruct", WorkersAITask.NativeText, "native-text") { JsonMode = true },
        new("@hf/nousresearch/hermes-2-pro-mistral-7b", WorkersAITask.NativeText, "native-text") { Tools = true, JsonMode = true },
        new("@cf/mistral/mistral-7b-instruct-v0.1", WorkersAITask.NativeText, "native-text"),
        new("@cf/meta/llama-3.2-11b-vision-instruct", WorkersAITask.NativeText, "native-vision") { Vision = true },
        new("@cf/meta/llama-2-7b-chat-int8", WorkersAITask.NativeText, "native-text") { Gone = true, DeprecatedOn = "2026-05-30" },
        new("@cf/openai/gpt-oss-120b", WorkersAITask.OpenAIText, "openai-text") { Tools = true, JsonMode = true, ReasoningField = "reasoning_content", JsonForStream = true },
        new("@cf/openai/gpt-oss-20b", WorkersAITask.OpenAIText, "openai-text") { Tools = true, JsonMode = true, ReasoningField = "reasoning_content", JsonForStream = true },
        new("@cf/moonshotai/kimi-k2.6", WorkersAITask.OpenAIText, "openai-text") { Tools = true, JsonMode = true, Vision = true, ReasoningField = "reasoning_content", JsonForStream = true },
        new("@cf/zai-org/glm-4.7-flash", WorkersAITask.OpenAIText, "openai-text") { Tools = true, JsonMode = true, ReasoningField = "reasoning" },
        new("@cf/google/gemma-4-26b-a4b-it", WorkersAITask.OpenAIText, "openai-text") { Tools = true, JsonMode = true, Vision = true, ReasoningField = "reasoning", GemmaStream = true },
        new("@cf/llava-hf/llava-1.5-7b-hf", WorkersAITask.Caption, "caption"),
        new("@cf/unum/uform-gen2-qwen-500m", WorkersAITask.Caption, "caption") { DeprecatedOn = "2026-05-30" },
        new("@cf/black-forest-labs/flux-1-schnell", WorkersAITask.ImageInEnvelope, "flux-1-schnell"),
        new("@cf/leonardo/lucid-origin", WorkersAITask.ImageInEnvelope, "lucid-origin"),
        new("@cf/stabilityai/stable-diffusion-xl-base-1.0", WorkersAITask.RawImage, "stable-diffusion"),
        new("@cf/bytedance/stable-diffusion-xl-lightning", WorkersAITask.RawImage, "stable-diffusion"),
        new("@cf/lykon/dreamshaper-8-lcm", WorkersAITask.RawImage, "stable-diffusion"),
        new("@cf/leonardo/phoenix-1.0", WorkersAITask.RawImage, "lucid-origin") { ImageType = "image/jpeg" },
        new("@cf/black-forest-labs/flux-2-dev", WorkersAITask.MultipartImage, "flux-2"),
        new("@cf/black-forest-labs/flux-2-klein-4b", WorkersAITask.MultipartImage, "flux-2"),
        new("@cf/black-forest-labs/flux-2-klein-9b", WorkersAITask.MultipartImage, "flux-2"),
        new("@cf/baai/bge-small-en-v1.5", WorkersAITask.Embeddings, "embeddings") { Dimensions = 384 },
        new("@cf/baai/bge-base-en-v1.5", WorkersAITask.Embeddings, "embeddings") { Dimensions = 768 },
        new("@cf/baai/bge-large-en-v1.5", WorkersAITask.Embeddings, "embeddings") { Dimensions = 1024 },
        new("@cf/baai/bge-m3", WorkersAITask.Embeddings, "embeddings") { Dimensions = 1024 },
    ];

    public static WorkersAIModel? Find(string name) => All.FirstOrDefault(model => model.Name == name);
}

using Router.Catalog;

namespace Router.Providers.WorkersAI.Models;

/// <summary>
/// The families of models at Workers AI, by how their names begin after the author. The first row that fits decides. A model that
/// no row knows is taken for a newer one: new models speak OpenAI's form. Facts: Cloudflare's model pages and reported traffic.
/// </summary>
internal static class ModelTable
{
    private const int NativeTokens = 2048;
    private const int SmallTokens = 1024;
    private const int NewerTokens = 4096;
    private const int CaptionTokens = 512;

    private static readonly ModelTraits Newer = new() { Chat = ChatForm.OpenAI, Image = ImageForm.Unknown, MaxTokens = NewerTokens };

    private static readonly (string Begins, ModelTraits Traits)[] Rows =
    [
        ("llava-", ImageToText()),
        ("uform-", ImageToText()),

        ("flux-1-", Image(ImageForm.Flux1, original: false)),
        ("flux-2-", Image(ImageForm.Flux2, original: true)),
        ("stable-diffusion-", Image(ImageForm.StableDiffusion, original: true)),
        ("dreamshaper-", Image(ImageForm.StableDiffusion, original: true)),
        ("phoenix-", Image(ImageForm.Leonardo, original: false)),
        ("lucid-", Image(ImageForm.Leonardo, original: false)),

        ("llama-3.2-11b-vision", Native(vision: true)),
        ("llama-4-", Native(vision: true)),
        ("mistral-small-3", Native(vision: true)),
        ("gemma-3-", Native(vision: true)),
        ("llama-3.3-70b", Native(schema: true, tools: true)),
        ("llama-3.1-8b", Native(schema: true)),
        ("llama-3-8b", Native(schema: true)),
        ("hermes-2-pro", Native(schema: true, tools: true) with { FlatTools = true }),
        ("deepseek-coder-", Native(schema: true)),
        ("deepseek-r1-distill", Native(schema: true)),
        ("llama-2-", Native(SmallTokens)),
        ("phi-2", Native(SmallTokens)),
        ("tinyllama-", Native(SmallTokens)),
        ("mistral-7b-", Native(SmallTokens)),
        ("gemma-2b-", Native(SmallTokens)),
        ("gemma-7b-", Native(SmallTokens)),
        ("falcon-", Native(SmallTokens)),
        ("sqlcoder-", Native(SmallTokens)),
        ("llama-3", Native()),
        ("meta-llama-3", Native()),
        ("llama-guard-", Native()),
        ("mistral-", Native()),
        ("qwen1.5-", Native()),
        ("qwen2.5-", Native()),
        ("qwq-", Native()),
        ("deepseek-math-", Native()),
        ("zephyr-", Native()),
        ("openhermes-", Native()),
        ("openchat-", Native()),
        ("neural-chat-", Native()),
        ("starling-", Native()),

        ("gpt-oss-", Newer with { Image = ImageForm.None, Thinking = ThinkingSwitch.Effort, Capabilities = new() { ImageInput = false } }),
        ("kimi-", Newer with { Image = ImageForm.None, Thinking = ThinkingSwitch.Thinking, CountedCallIds = true }),
        ("glm-", Newer with { Image = ImageForm.None, Thinking = ThinkingSwitch.EnableThinking }),
        ("gemma-4", Newer with { Image = ImageForm.None, Thinking = ThinkingSwitch.EnableThinking }),
        ("qwen3", Newer with { Image = ImageForm.None, Thinking = ThinkingSwitch.EnableThinking }),
        ("deepseek-v", Newer with { Image = ImageForm.None, Thinking = ThinkingSwitch.Thinking }),
        ("nemotron-", Newer with { Image = ImageForm.None, Thinking = ThinkingSwitch.EnableThinking }),
    ];

    /// <summary>What is known of a model.</summary>
    internal static ModelTraits Of(string model)
    {
        ReadOnlySpan<char> name = model.AsSpan(model.LastIndexOf('/') + 1);
        foreach ((string begins, ModelTraits traits) in Rows)
        {
            if (name.StartsWith(begins, StringComparison.OrdinalIgnoreCase))
            {
                return traits;
            }
        }

        return Newer;
    }

    private static ModelTraits Native(int maxTokens = NativeTokens, bool vision = false, bool? tools = null, bool? schema = null) => new()
    {
        Chat = ChatForm.Native,
        MaxTokens = maxTokens,
        Capabilities = new ModelCapabilities { ImageInput = vision, Tools = tools, JsonSchema = schema },
    };

    private static ModelTraits ImageToText() => new()
    {
        Chat = ChatForm.ImageToText,
        MaxTokens = CaptionTokens,
        Capabilities = new ModelCapabilities { ImageInput = true, Tools = false, JsonSchema = false },
    };

    private static ModelTraits Image(ImageForm form, bool original) => new()
    {
        Image = form,
        Capabilities = new ModelCapabilities { ImageInput = original, Tools = false, JsonSchema = false },
    };
}

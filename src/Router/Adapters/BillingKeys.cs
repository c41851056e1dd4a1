namespace Router.Adapters;

/// <summary>
/// Under which names an adapter tells what was billed where that is not a count of tokens: in the <c>AdditionalProperties</c> of a
/// response, of a stream's update, or of each generated image.
/// </summary>
public static class BillingKeys
{
    /// <summary>Workers AI neurons, a <see cref="double"/> such as 1.98. The name of Cloudflare's own header.</summary>
    public const string Neurons = "cf-ai-neurons";
}

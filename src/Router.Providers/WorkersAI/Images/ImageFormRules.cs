using System.Drawing;
using Router.Providers.WorkersAI.Models;

namespace Router.Providers.WorkersAI.Images;

/// <summary>What each form of image request can say. Source: Cloudflare's model schemas.</summary>
internal sealed record ImageFormRules
{
    private static readonly string[] Common = ["steps", "num_steps", "guidance", "seed", "negative_prompt"];

    private static readonly ImageFormRules Unknown = new() { Largest = int.MaxValue, Smallest = 1 };

    private static readonly ImageFormRules Flux1 = new() { Fields = ["steps"] };

    private static readonly ImageFormRules Flux2 = new()
    {
        Fields = ["steps", "guidance", "seed"],
        Smallest = 256,
        Largest = 1920,
        Originals = 4,
    };

    private static readonly ImageFormRules StableDiffusion = new()
    {
        Fields = ["num_steps", "guidance", "seed", "negative_prompt", "strength", "mask", "image"],
        Smallest = 256,
        Largest = 2048,
        Originals = 1,
    };

    private static readonly ImageFormRules Leonardo = new() { Fields = Common, Smallest = 1, Largest = 2048 };

    /// <summary>The additional properties it takes; null takes all.</summary>
    internal string[]? Fields { get; private init; }

    /// <summary>The smallest side in pixels.</summary>
    internal int Smallest { get; private init; }

    /// <summary>The largest side in pixels; 0 where the model has one size of its own.</summary>
    internal int Largest { get; private init; }

    /// <summary>How many images to start from it takes.</summary>
    internal int Originals { get; private init; }

    internal static ImageFormRules Of(ImageForm form) => form switch
    {
        ImageForm.Flux1 => Flux1,
        ImageForm.Flux2 => Flux2,
        ImageForm.StableDiffusion => StableDiffusion,
        ImageForm.Leonardo => Leonardo,
        _ => Unknown,
    };

    /// <summary>The size to ask for: the nearest the model has; null where it has one alone, or none is asked for.</summary>
    internal Size? Nearest(Size? wanted) => wanted is { } size && Largest > 0
        ? new Size(Math.Clamp(size.Width, Smallest, Largest), Math.Clamp(size.Height, Smallest, Largest))
        : null;
}

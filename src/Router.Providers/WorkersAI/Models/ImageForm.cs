namespace Router.Providers.WorkersAI.Models;

/// <summary>Which request an image model takes.</summary>
internal enum ImageForm
{
    /// <summary>It makes no images.</summary>
    None,

    /// <summary>An unknown model: a prompt and whatever the caller adds, as JSON.</summary>
    Unknown,

    /// <summary>flux-1-schnell: a prompt and steps. Width, height and seed are refused.</summary>
    Flux1,

    /// <summary>flux-2: always a multipart form.</summary>
    Flux2,

    /// <summary>Stable Diffusion and its kin: the full set, an image to start from included.</summary>
    StableDiffusion,

    /// <summary>Leonardo's phoenix and lucid-origin.</summary>
    Leonardo,
}

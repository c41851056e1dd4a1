namespace Router.Adapters;

/// <summary>What a version is at a provider.</summary>
public enum PinKind
{
    /// <summary>A name of its own, such as <c>gpt-4o-mini-2024-07-18</c>, that answers repeat.</summary>
    Snapshot,

    /// <summary>64 hex digits that name the code and weights that run, and that answers repeat.</summary>
    Digest,

    /// <summary>The digest of the model's schema. Answers tell nothing of it, so that it can be compared but not verified.</summary>
    Schema,
}

namespace Router.Emulators.Replicate;

internal enum ReplicateTask
{
    /// <summary>Images as a list of addresses.</summary>
    Images,

    /// <summary>One image as one address.</summary>
    Image,

    /// <summary>A list of strings that are to be joined.</summary>
    Text,
    VisionText,

    /// <summary>One string.</summary>
    Caption,
}

namespace Router.Configuration.References;

/// <summary>A file as it was read, or why it could not be.</summary>
/// <param name="Bytes">The content; null where it could not be read.</param>
/// <param name="Stamp">The stamp from before the reading, so that a change during it is seen later.</param>
/// <param name="Fault">Why it could not be read, such as <c>does not exist</c>; null where it could.</param>
internal readonly record struct FileContent(byte[]? Bytes, FileStamp? Stamp, string? Fault)
{
    /// <summary>The fault of a file that is not there.</summary>
    internal const string Missing = "does not exist";
}

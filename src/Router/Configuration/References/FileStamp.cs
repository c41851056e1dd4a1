namespace Router.Configuration.References;

/// <summary>What tells two states of a file apart without reading it.</summary>
internal readonly record struct FileStamp(DateTime LastWriteUtc, long Length);

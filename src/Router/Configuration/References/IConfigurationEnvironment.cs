namespace Router.Configuration.References;

/// <summary>All that configuration reads of the machine. Thread-safe.</summary>
internal interface IConfigurationEnvironment
{
    /// <summary>An environment variable; null where it is not set.</summary>
    string? Variable(string name);

    /// <summary>The time stamp and length of a file, links followed; null where it is not there or may not be read.</summary>
    FileStamp? Stamp(string path);

    /// <summary>A file's content, links followed. Never throws for what is wrong with the file.</summary>
    FileContent Read(string path, int maxLength);
}

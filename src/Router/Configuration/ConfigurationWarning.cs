namespace Router.Configuration;

/// <summary>Something in a configuration that works and should be mended, such as a literal key. Immutable; holds no secret.</summary>
/// <param name="Path">The JSON path, such as <c>providers.openai.apiKey</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ConfigurationWarning(string Path, string Message)
{
    /// <summary>Where the configuration came from: the file as it was named; null where it has no name.</summary>
    public string? Source { get; init; }

    /// <summary>The line, counted from 1; null where the source has no lines.</summary>
    public int? Line { get; init; }

    /// <summary>The column in characters, counted from 1; null where the source has no lines.</summary>
    public int? Column { get; init; }

    /// <summary>One line: <c>providers.json:5:17 providers.openai.apiKey: …</c></summary>
    public override string ToString() => ConfigurationLocation.Describe(Source, Line, Column, Path) + Message;
}

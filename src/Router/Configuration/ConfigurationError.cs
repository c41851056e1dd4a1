namespace Router.Configuration;

/// <summary>One fault of a configuration. It never holds the value of a secret. Immutable.</summary>
/// <param name="Path">The JSON path, such as <c>routes.assistant.targets[0].provider</c>; empty for the document itself.</param>
/// <param name="Message">What is wrong and what would be right, as one or more sentences.</param>
public sealed record ConfigurationError(string Path, string Message)
{
    /// <summary>Where the configuration came from: the file as it was named; null where it has no name.</summary>
    public string? Source { get; init; }

    /// <summary>The line, counted from 1; null where the source has no lines.</summary>
    public int? Line { get; init; }

    /// <summary>The column in characters, counted from 1; null where the source has no lines.</summary>
    public int? Column { get; init; }

    /// <summary>The nearest valid value or name; null where none is near.</summary>
    public string? Suggestion { get; init; }

    /// <summary>One line: <c>providers.json:12:18 routes.x.strategy: … Did you mean 'priority'?</c></summary>
    public override string ToString() =>
        ConfigurationLocation.Describe(Source, Line, Column, Path) + Message
            + (Suggestion is null ? "" : $" Did you mean '{Suggestion}'?");
}

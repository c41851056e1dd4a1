using System.IO.Enumeration;

namespace Router.CodeMode.Loop;

/// <summary>A policy of its own for some routes or models. The first rule that fits decides. Immutable.</summary>
public sealed record CodeModeRule
{
    /// <summary>The route's name, with <c>*</c> and <c>?</c>. Default: any, also none.</summary>
    public string Route { get; init; } = "*";

    /// <summary>The model's name, with <c>*</c> and <c>?</c>. Default: any, also none.</summary>
    public string Model { get; init; } = "*";

    /// <summary>What holds for them.</summary>
    public required CodeModePolicy Policy { get; init; }

    internal bool Fits(string? route, string? model) =>
        Matches(Route, route) && Matches(Model, model);

    // What has no name fits the one pattern that asks for none.
    private static bool Matches(string pattern, string? name) =>
        string.IsNullOrEmpty(name) ? pattern == "*" : FileSystemName.MatchesSimpleExpression(pattern, name);
}

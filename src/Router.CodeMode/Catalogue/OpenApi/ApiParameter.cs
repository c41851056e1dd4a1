using System.Text.Json;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>A parameter of an operation. Immutable.</summary>
internal sealed record ApiParameter
{
    /// <summary>Its name among the arguments of a call.</summary>
    internal required string Name { get; init; }

    /// <summary>Its name on the wire.</summary>
    internal required string WireName { get; init; }

    internal required ParameterPlace Place { get; init; }

    internal required ParameterStyle Style { get; init; }

    internal bool Explode { get; init; }

    internal bool AllowReserved { get; init; }

    /// <summary>Whether its value goes as JSON text, whatever its style.</summary>
    internal bool IsJson { get; init; }

    internal bool Required { get; init; }

    internal required JsonElement Schema { get; init; }

    internal string Description { get; init; } = "";

    internal static ParameterStyle DefaultStyle(ParameterPlace place) =>
        place is ParameterPlace.Query or ParameterPlace.Cookie ? ParameterStyle.Form : ParameterStyle.Simple;
}

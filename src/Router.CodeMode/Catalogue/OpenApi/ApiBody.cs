using System.Text.Json;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>The body of an operation's request. Immutable.</summary>
internal sealed record ApiBody
{
    internal required BodyForm Form { get; init; }

    /// <summary>The media type that is sent.</summary>
    internal required string MediaType { get; init; }

    internal bool Required { get; init; }

    /// <summary>The one argument that is the whole body; null where <see cref="Members"/> are.</summary>
    internal string? Argument { get; init; }

    /// <summary>The arguments that are members of the body, under their own names.</summary>
    internal IReadOnlyList<CatalogueParameter> Members { get; init; } = [];

    /// <summary>The schema of the whole, where it says more than the members' own do, or none of them has to be there.</summary>
    internal JsonElement? Whole { get; init; }

    /// <summary>How single members of a form are written; null where the document does not say.</summary>
    internal JsonElement? Encoding { get; init; }
}

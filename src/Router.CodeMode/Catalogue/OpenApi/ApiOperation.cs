namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>An operation as it is called. Immutable.</summary>
internal sealed record ApiOperation
{
    internal required OpenApiEndpoint Endpoint { get; init; }

    /// <summary>Where it is, without a slash at the end.</summary>
    internal required Uri Server { get; init; }

    internal required IReadOnlyList<ApiParameter> Parameters { get; init; }

    internal ApiBody? Body { get; init; }

    /// <summary>The alternatives of what has to be shown; each is all of its credentials. Empty: nothing.</summary>
    internal IReadOnlyList<IReadOnlyList<OpenApiCredential>> Security { get; init; } = [];

    /// <summary>The media types of its answers, for the header <c>Accept</c>.</summary>
    internal IReadOnlyList<string> Accept { get; init; } = [];
}

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>An operation of an OpenAPI document. Immutable.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Path">The path, with its placeholders: <c>/pets/{petId}</c>.</param>
/// <param name="OperationId">Its id; null where the document gives none.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Deprecated">Whether it is to be used no more.</param>
public sealed record OpenApiEndpoint(string Method, string Path, string? OperationId, IReadOnlyList<string> Tags, bool Deprecated);

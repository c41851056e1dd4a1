namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>A security scheme of an OpenAPI document for which a secret is asked. Immutable.</summary>
/// <param name="Scheme">Its name in the document.</param>
/// <param name="Type"><c>apiKey</c>, <c>http</c>, <c>oauth2</c> or <c>openIdConnect</c>.</param>
/// <param name="In">For an API key, where it goes: <c>header</c>, <c>query</c> or <c>cookie</c>; else null.</param>
/// <param name="Name">For an API key, the name it goes under; else null.</param>
/// <param name="HttpScheme">For <c>http</c>, the scheme: <c>basic</c>, <c>bearer</c>; else null.</param>
/// <param name="Scopes">The scopes that the operation asks for.</param>
public sealed record OpenApiCredential(string Scheme, string Type, string? In, string? Name, string? HttpScheme, IReadOnlyList<string> Scopes);

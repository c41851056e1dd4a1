namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>How a request's body is written.</summary>
internal enum BodyForm
{
    Json,
    UrlEncoded,
    Multipart,
    Bytes,
    Text,
}

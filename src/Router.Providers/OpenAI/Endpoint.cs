namespace Router.Providers.OpenAI;

/// <summary>Addresses below an endpoint.</summary>
internal static class Endpoint
{
    /// <summary>OpenAI's own.</summary>
    internal static Uri Default { get; } = new("https://api.openai.com/v1");

    /// <summary>The address of a path below an endpoint, whether or not that ends in a slash; its query is kept.</summary>
    internal static Uri At(Uri endpoint, string path) =>
        new UriBuilder(endpoint) { Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;
}

namespace Router.Providers.Replicate;

/// <summary>
/// Which hosts named in an answer are followed, and which of them see the credential. A model's output is written by whoever
/// wrote the model, so an address in it is not followed anywhere else, least of all into the network Router runs in.
/// </summary>
internal sealed class ReplicateHosts(Uri endpoint)
{
    private static readonly string[] Domains = ["replicate.com", "replicate.net", "replicate.delivery"];

    /// <summary>
    /// Whether an address is followed: Replicate's domains over https, the endpoint's own host over https or as configured,
    /// and another port of the loopback where the endpoint is on the loopback.
    /// </summary>
    internal bool Trusts(Uri uri) =>
        IsEndpoint(uri)
        || IsReplicate(uri)
        || (uri.Scheme == Uri.UriSchemeHttps && uri.Host.Equals(endpoint.Host, StringComparison.OrdinalIgnoreCase))
        || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && endpoint.IsLoopback);

    /// <summary>Whether an address is the API itself, which asks for the credential on files too.</summary>
    internal bool IsEndpoint(Uri uri) =>
        Uri.Compare(uri, endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Whether an address is one of Replicate's own, whatever the endpoint.</summary>
    internal static bool IsReplicate(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps
        && Domains.Any(domain => uri.Host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || uri.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an address is where Replicate serves the files that models made.</summary>
    internal static bool IsFileHost(Uri uri) => IsReplicate(uri) && uri.Host.EndsWith("replicate.delivery", StringComparison.OrdinalIgnoreCase);
}

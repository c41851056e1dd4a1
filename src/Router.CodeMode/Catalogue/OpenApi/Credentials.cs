using System.Net.Http.Headers;
using System.Text;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>What one request shows to be let in. Not thread-safe.</summary>
internal sealed class Credentials
{
    private readonly List<(OpenApiCredential Scheme, string Secret)> _shown = [];

    internal Secrets Secrets { get; } = new();

    /// <summary>The pairs that go into the query.</summary>
    internal IEnumerable<(string Name, string Pair)> Query => Keys("query").Select(key => (key.Name, $"{Uri.EscapeDataString(key.Name)}={Uri.EscapeDataString(key.Secret)}"));

    /// <summary>Whether a pair has the name of a secret that goes there; servers differ in whether case counts.</summary>
    internal bool Owns(string place, string pair)
    {
        string name = Uri.UnescapeDataString(pair.Split('=')[0]);
        return Keys(place).Any(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Asks for the first alternative of which every secret is there.</summary>
    /// <exception cref="CodeCallException">None is; the message names the schemes.</exception>
    internal static async ValueTask<Credentials> FindAsync(
        ApiOperation operation, Func<OpenApiCredential, CancellationToken, ValueTask<string?>>? resolve, CancellationToken cancellationToken)
    {
        if (resolve is null || operation.Security.Count == 0)
        {
            return new Credentials();
        }

        foreach (IReadOnlyList<OpenApiCredential> alternative in operation.Security.OrderBy(alternative => alternative.Count == 0))
        {
            Credentials found = new();
            bool all = true;
            foreach (OpenApiCredential scheme in alternative)
            {
                if (scheme.Type == "mutualTLS")
                {
                    continue;
                }

                string? secret = await resolve(scheme, cancellationToken).ConfigureAwait(false);
                if (string.IsNullOrEmpty(secret))
                {
                    all = false;
                    break;
                }

                if (secret.AsSpan().ContainsAnyInRange('\0', '\u001f'))
                {
                    throw new CodeCallException($"The credential '{scheme.Scheme}' that the host has cannot be sent.");
                }

                found._shown.Add((scheme, secret));
                found.Secrets.Add(secret);
                if (secret.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon)
                {
                    // A server may repeat the password alone.
                    found.Secrets.Add(secret[(colon + 1)..]);
                }
            }

            if (all)
            {
                return found;
            }
        }

        string names = string.Join(" or ", operation.Security.Select(alternative => string.Join(" and ", alternative.Select(scheme => $"'{scheme.Scheme}'"))));
        throw new CodeCallException($"The host has no credential for {names}, which this operation asks for. The program cannot give one.");
    }

    internal void Apply(HttpRequestHeaders headers, List<string> cookies)
    {
        foreach ((OpenApiCredential scheme, string secret) in _shown)
        {
            if (scheme.Type == "apiKey")
            {
                continue;
            }

            headers.Remove("Authorization");
            headers.TryAddWithoutValidation("Authorization", scheme switch
            {
                { Type: "http", HttpScheme: { } http } when http.Equals("basic", StringComparison.OrdinalIgnoreCase) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))}",
                { Type: "http", HttpScheme: { } http } when !http.Equals("bearer", StringComparison.OrdinalIgnoreCase) => $"{http} {secret}",
                _ => $"Bearer {secret}",
            });
        }

        foreach ((string name, string secret) in Keys("header"))
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, secret);
        }

        cookies.AddRange(Keys("cookie").Select(key => $"{key.Name}={key.Secret}"));
    }

    private IEnumerable<(string Name, string Secret)> Keys(string place) =>
        _shown.Where(pair => pair.Scheme.Type == "apiKey" && pair.Scheme.In == place && !string.IsNullOrEmpty(pair.Scheme.Name)).Select(pair => (pair.Scheme.Name!, pair.Secret));
}

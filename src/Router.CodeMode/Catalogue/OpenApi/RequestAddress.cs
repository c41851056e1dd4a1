using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Makes the address of a request: server, path with every placeholder filled in, query. Stateless.</summary>
internal static class RequestAddress
{
    private const int Longest = 32 * 1024;

    /// <exception cref="CodeCallException">An argument would lead to another path, or the address is too long.</exception>
    internal static Uri Make(ApiOperation operation, IReadOnlyDictionary<string, JsonElement> arguments, Credentials credentials)
    {
        string address = operation.Server.AbsoluteUri.TrimEnd('/') + Path(operation, arguments);
        (string Name, string Pair)[] secret = [.. credentials.Query];
        List<string> pairs = [];
        foreach (ApiParameter parameter in operation.Parameters.Where(parameter => parameter.Place == ParameterPlace.Query))
        {
            if (arguments.TryGetValue(parameter.Name, out JsonElement value))
            {
                // An object that is spread over the query could name what the host sends.
                pairs.AddRange(ParameterWriter.Pairs(parameter, value).Where(pair => !credentials.Owns("query", pair)));
            }
        }

        pairs.AddRange(secret.Select(key => key.Pair));
        address = pairs.Count == 0 ? address : $"{address}?{string.Join('&', pairs)}";
        if (address.Length > Longest || !Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            throw Refuse($"The arguments make an address of {address.Length} characters that cannot be asked for.", "Give fewer or shorter values.");
        }

        return uri.Host == operation.Server.Host && uri.Port == operation.Server.Port && uri.UserInfo.Length == 0
            ? uri
            : throw Refuse("The arguments would lead to another host.", null);
    }

    private static string Path(ApiOperation operation, IReadOnlyDictionary<string, JsonElement> arguments)
    {
        string path = OperationReader.Placeholder().Replace(operation.Endpoint.Path, match =>
        {
            ApiParameter parameter = operation.Parameters.First(parameter => parameter.Place == ParameterPlace.Path && parameter.WireName == match.Groups[1].Value);
            string text = arguments.TryGetValue(parameter.Name, out JsonElement value) ? ParameterWriter.Path(parameter, value) : "";
            return text.Length > 0
                ? text
                : throw Refuse($"'{parameter.Name}' is empty; it is a part of the path and has to name something.", null);
        });

        // Many servers decode before they route: there %2F is a slash too, and dots that are a whole segment would climb the path.
        foreach (string segment in Uri.UnescapeDataString(path).Split('/', '\\'))
        {
            if (segment is "." or "..")
            {
                throw Refuse("An argument is '.' or '..', which as a part of the path would lead to another one.", null);
            }
        }

        return path;
    }

    private static CodeCallException Refuse(string message, string? hint) => new(message) { Kind = CodeErrorKind.InvalidArguments, Hint = hint };
}

using System.Text.Json;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>Finds where an operation is: its own first server, else its path's, else the document's. Not thread-safe.</summary>
internal sealed class ServerReader
{
    private const string Fix = "Set BaseAddress to where it is.";
    private readonly ApiDocument _document;
    private readonly OpenApiSourceOptions _options;
    private readonly Uri? _override;
    private readonly Dictionary<string, Uri?> _known = new(StringComparer.Ordinal);
    private bool _reportedNone;

    internal ServerReader(ApiDocument document, OpenApiSourceOptions options)
    {
        _document = document;
        _options = options;
        _override = options.BaseAddress is { } given ? Check(given, "BaseAddress") : null;
    }

    internal Uri? Read(JsonElement item, JsonElement operation, string where)
    {
        if (_options.BaseAddress is not null)
        {
            return _override;
        }

        JsonElement? server = First(operation) ?? First(item) ?? First(_document.Root);
        if (server is not { } found || CatalogueJson.Text(found, "url") is not { } template)
        {
            if (_options.DocumentAddress is { } address)
            {
                return Known("/", found: null, address, where);
            }

            if (!_reportedNone)
            {
                _reportedNone = true;
                _document.Report(where, $"no server is named. {Fix}");
            }

            return null;
        }

        return Known(template, found, _options.DocumentAddress, where);
    }

    private Uri? Known(string template, JsonElement? found, Uri? address, string where)
    {
        string key = found is { } server && CatalogueJson.Member(server, "variables", JsonValueKind.Object) is { } variables ? $"{template}\n{variables.GetRawText()}" : template;
        if (!_known.TryGetValue(key, out Uri? uri))
        {
            uri = Make(template, found, address, where);
            _known[key] = uri;
        }

        return uri;
    }

    private Uri? Make(string template, JsonElement? server, Uri? address, string where)
    {
        bool complete = true;
        string text = OperationReader.Placeholder().Replace(template, match =>
        {
            string name = match.Groups[1].Value;
            JsonElement? variable = server is { } json && CatalogueJson.Member(json, "variables", JsonValueKind.Object) is { } variables
                ? CatalogueJson.Member(variables, name, JsonValueKind.Object)
                : null;
            string? value = _options.ServerVariables.GetValueOrDefault(name) ?? (variable is { } stated ? CatalogueJson.Text(stated, "default") : null);
            if (value is null)
            {
                _document.Report(where, $"the variable '{name}' of the server '{template}' has no value. Give one in ServerVariables.");
                complete = false;
            }
            else if (variable is { } listed && CatalogueJson.Member(listed, "enum", JsonValueKind.Array) is { } choices && !choices.EnumerateArray().Any(choice => choice.ValueEquals(value)))
            {
                _document.Report(where, $"the variable '{name}' of the server '{template}' is none of {choices.GetRawText()}.");
                complete = false;
            }

            return value ?? "";
        });
        if (!complete)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.IsFile)
        {
            if (address is null || !Uri.TryCreate(address, text, out uri))
            {
                _document.Report(where, $"its server '{text}' is no whole address, and it is not known where the document came from. {Fix}");
                return null;
            }
        }

        return Check(uri, where);
    }

    private Uri? Check(Uri uri, string where)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            _document.Report(where, "its server is no plain http or https address, without user, query and fragment.");
            return null;
        }

        return new Uri(uri.AbsoluteUri.TrimEnd('/'));
    }

    private static JsonElement? First(JsonElement owner) =>
        CatalogueJson.Member(owner, "servers", JsonValueKind.Array) is { } list && list.GetArrayLength() > 0 ? list[0] : null;
}

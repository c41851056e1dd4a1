using Microsoft.AspNetCore.Http;

namespace Router.Emulators.Requests;

internal static class RecordedHeaders
{
    private static readonly string[] Secret = ["Authorization", "X-Auth-Key", "Api-Key", "Cookie"];

    public static Dictionary<string, string> Of(IHeaderDictionary headers)
    {
        Dictionary<string, string> kept = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in headers)
        {
            string value = values.ToString();
            kept[name] = Secret.Contains(name, StringComparer.OrdinalIgnoreCase) ? Redacted(value) : value;
        }

        return kept;
    }

    private static string Redacted(string value)
    {
        int space = value.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? "[redacted]" : $"{value[..space]} [redacted]";
    }
}

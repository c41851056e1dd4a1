using System.Globalization;

namespace Router.Configuration;

/// <summary>The head of a line that speaks of a place in a configuration.</summary>
internal static class ConfigurationLocation
{
    internal static string Describe(string? source, int? line, int? column, string path)
    {
        string place = line is null ? source ?? "" : string.Create(CultureInfo.InvariantCulture, $"{source}:{line}:{column}");
        string head = (place.Length, path.Length) switch
        {
            (0, 0) => "",
            (0, _) => path,
            (_, 0) => place,
            _ => $"{place} {path}",
        };
        return head.Length == 0 ? "" : head + ": ";
    }
}

using System.Globalization;

namespace Router.Configuration.Tree;

/// <summary>Builds paths such as <c>routes.assistant.targets[0].provider</c>; a name with other characters is <c>['quoted']</c>.</summary>
internal static class ConfigPath
{
    internal static string Property(string parent, string name)
    {
        bool plain = name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '$');
        string shown = Shown.Name(name);
        return (plain, parent.Length) switch
        {
            (true, 0) => shown,
            (true, _) => $"{parent}.{shown}",
            _ => $"{parent}['{shown.Replace("'", "\\'", StringComparison.Ordinal)}']",
        };
    }

    internal static string Item(string parent, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");
}

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Router.Configuration.Tree;

/// <summary>
/// Reads a section of any <see cref="IConfiguration"/> into nodes. Children that are all numbered are a list; every value is
/// text whose kind its reader decides. There are no lines.
/// </summary>
internal static class SectionTreeReader
{
    // As deep as a JSON file may be: what is passed on to a provider becomes JSON again.
    private const int Deepest = 60;

    internal static ConfigNode Read(IConfiguration section, ConfigIssues issues) => Node(section, "", "", 1, issues);

    private static ConfigNode Node(IConfiguration section, string path, string name, int depth, ConfigIssues issues)
    {
        List<IConfigurationSection> children = [.. section.GetChildren()];
        if (children.Count > 0 && depth > Deepest)
        {
            issues.Error(path, $"this is nested more than {Deepest} levels deep.");
            children = [];
        }

        if (children.Count == 0)
        {
            string? value = (section as IConfigurationSection)?.Value;
            return new ConfigNode
            {
                Kind = value is null ? ConfigKind.Null : ConfigKind.Untyped,
                Path = path,
                Name = name,
                Text = value ?? "",
            };
        }

        bool list = children.TrueForAll(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return new ConfigNode
        {
            Kind = list ? ConfigKind.Array : ConfigKind.Object,
            Path = path,
            Name = name,
            Children = [.. children.Select((child, index) =>
                Node(
                child, list ? ConfigPath.Item(path, index) : ConfigPath.Property(path, child.Key), child.Key, depth + 1, issues))],
        };
    }
}

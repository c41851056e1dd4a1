using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Router.Configuration.Tree;

/// <summary>
/// Reads a section of any <see cref="IConfiguration"/> into nodes. Children that are all numbered are a list; every value is
/// text whose kind its reader decides. There are no lines.
/// </summary>
internal static class SectionTreeReader
{
    internal static ConfigNode Read(IConfiguration section) => Node(section, "", "");

    private static ConfigNode Node(IConfiguration section, string path, string name)
    {
        List<IConfigurationSection> children = [.. section.GetChildren()];
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
                Node(child, list ? ConfigPath.Item(path, index) : ConfigPath.Property(path, child.Key), child.Key))],
        };
    }
}

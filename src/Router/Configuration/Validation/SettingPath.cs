using Router.Adapters;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Finds the setting and the path behind a flattened name such as <c>headers.x-team</c>.</summary>
internal static class SettingPath
{
    internal static ProviderSetting? Find(SettingSet type, string name) => type.Settings.FirstOrDefault(setting =>
        setting.Kind == ProviderSettingKind.TextMap
            ? name.StartsWith(setting.Name + ".", StringComparison.OrdinalIgnoreCase)
            : name.Equals(setting.Name, StringComparison.OrdinalIgnoreCase));

    internal static string Of(string owner, string name, SettingSet type) =>
        Find(type, name) is { Kind: ProviderSettingKind.TextMap } map
            ? ConfigPath.Property(ConfigPath.Property(owner, map.Name), name[(map.Name.Length + 1)..])
            : ConfigPath.Property(owner, name);
}

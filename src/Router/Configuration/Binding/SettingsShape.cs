using Router.Adapters;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>
/// An object whose <c>type</c> decides which settings stand beside the properties that all of its kind have. The settings are
/// taken as they stand; references in them are resolved and values checked later, for every source in the same way.
/// </summary>
internal abstract class SettingsShape<T>(Func<T> create, params IReadOnlyList<ConfigProperty<T>> properties)
    : ConfigShape<T>(create, properties)
{
    /// <summary>The settings of the type that was bound; null where there is no such type, which has an error of its own.</summary>
    protected abstract SettingSet? Find(T bound, ConfigurationContext context);

    protected abstract T With(T bound, ProviderSettings settings);

    // What is left is read in Finish, once the type is known, whichever stands first.
    protected override T Other(T bound, ConfigNode node, ConfigNode child, BindingContext context) => bound;

    protected override T Finish(T bound, ConfigNode node, BindingContext context)
    {
        if (context.Issues.Failed(ConfigPath.Property(node.Path, "type")) || Find(bound, context.Context) is not { } type)
        {
            return bound;
        }

        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        IEnumerable<ConfigNode> others =
            node.Children.Where(child => !Properties.Any(property => context.Names.Equals(property.Name, child.Name)));
        foreach (ConfigNode child in others)
        {
            if (type.Settings.FirstOrDefault(setting => context.Names.Equals(setting.Name, child.Name)) is { } setting)
            {
                Read(setting, child, settings, context);
            }
            else
            {
                Unknown(
                    child,
                    Properties.Select(property => property.Name).Concat(type.Settings.Select(setting => setting.Name)),
                    context);
            }
        }

        return With(bound, new ProviderSettings(settings));
    }

    private static void Read(
        ProviderSetting setting, ConfigNode node, Dictionary<string, string> settings, BindingContext context)
    {
        if (node.Kind == ConfigKind.Null)
        {
            return;
        }

        if (setting.Kind == ProviderSettingKind.TextMap)
        {
            ReadMap(setting, node, settings, context);
        }
        else if (IsWritten(setting.Kind, node))
        {
            settings[setting.Name] = node.Text;
        }
        else
        {
            context.Issues.Error(node, $"must be {SettingForm.Describe(setting.Kind)}, not {node.KindName}.");
        }
    }

    private static void ReadMap(
        ProviderSetting setting, ConfigNode node, Dictionary<string, string> settings, BindingContext context)
    {
        if (!node.IsObject && !node.IsNothing)
        {
            context.Issues.Error(node, $"must be {SettingForm.Describe(setting.Kind)}, not {node.KindName}.");
            return;
        }

        foreach (ConfigNode entry in node.Children.Where(entry => entry.Kind != ConfigKind.Null))
        {
            if (entry.Kind is not (ConfigKind.Text or ConfigKind.Untyped))
            {
                context.Issues.Error(entry, $"must be a text, not {entry.KindName}.");
            }
            else if (!settings.TryAdd($"{setting.Name}.{entry.Name}", entry.Text))
            {
                context.Issues.Error(
                    entry.Path, entry.NamePosition, "another name here differs only by case, and case does not count.");
            }
        }
    }

    // A reference is always a string, whatever the value it stands for.
    private static bool IsWritten(ProviderSettingKind kind, ConfigNode node) => node.Kind switch
    {
        ConfigKind.Untyped => true,
        ConfigKind.Text => kind is not (ProviderSettingKind.Boolean or ProviderSettingKind.Number)
            || node.Text.Contains("${", StringComparison.Ordinal),
        ConfigKind.Number => kind == ProviderSettingKind.Number,
        ConfigKind.Boolean => kind == ProviderSettingKind.Boolean,
        _ => false,
    };
}

using Router.Adapters;
using Router.Configuration.Tree;
using Router.Resilience;

namespace Router.Configuration.Binding;

/// <summary>
/// An entry of <c>providers</c>: <c>type</c>, <c>health</c>, and whatever settings the type reads. The settings are taken as
/// they stand; references in them are resolved and values checked later, for every source in the same way.
/// </summary>
internal sealed class ProviderShape() : ConfigShape<ProviderConfig>(
    () => new ProviderConfig { Type = "" },
    new TextProperty<ProviderConfig>("type", c => c.Type, (c, v) => c with { Type = v }) { Required = true },
    new ObjectProperty<ProviderConfig, HealthConfig>("health", Shapes.Health, c => c.Health, (c, v) => c with { Health = v }))
{
    // What is left is read in Finish, once the type is known, whichever stands first.
    protected override ProviderConfig Other(
        ProviderConfig bound, ConfigNode node, ConfigNode child, BindingContext context) => bound;

    protected override ProviderConfig Finish(ProviderConfig bound, ConfigNode node, BindingContext context)
    {
        if (context.Context.FindProviderType(bound.Type) is not { } type)
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

        return bound with { Settings = new ProviderSettings(settings) };
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

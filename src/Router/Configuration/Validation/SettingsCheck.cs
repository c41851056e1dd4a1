using Router.Adapters;
using Router.Configuration.Binding;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Holds resolved settings to what their type reads: all that it requires, nothing else, and none in a wrong form.</summary>
internal static class SettingsCheck
{
    internal static void Check(string path, SettingSet type, ProviderSettings settings, ConfigIssues issues)
    {
        foreach (string name in settings.Names.Order(StringComparer.Ordinal))
        {
            string setting = SettingPath.Of(path, name, type);
            if (SettingPath.Find(type, name) is not { } known)
            {
                issues.UnknownName(
                    setting,
                    $"there is no setting '{Shown.Name(name)}' here.",
                    name,
                    type.Settings.Select(candidate => candidate.Name));
            }
            else if (!issues.Failed(setting) && SettingForm.Fault(known, settings.RequiredText(name)) is { } fault)
            {
                string? nearest = known.AllowedValues.Count == 0
                    ? null
                    : NearestName.Find(settings.RequiredText(name), known.AllowedValues);
                issues.Error(setting, fault, nearest);
            }
        }

        foreach (ProviderSetting required in type.Settings.Where(candidate => candidate.Required))
        {
            string setting = ConfigPath.Property(path, required.Name);
            bool there = required.Kind == ProviderSettingKind.TextMap
                ? settings.Map(required.Name).Count > 0
                : settings.Text(required.Name) is not null;
            if (!there && !issues.FailedUnder(setting) && !issues.Failed(path))
            {
                issues.Error(setting, $"'{required.Name}' is missing: {type.Owner} needs it.");
            }
        }
    }
}

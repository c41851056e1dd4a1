using System.Globalization;
using Router.Adapters;

namespace Router.Configuration.Binding;

/// <summary>The forms of provider settings. Nothing here repeats a value: any of them may be secret.</summary>
internal static class SettingForm
{
    internal static string Describe(ProviderSettingKind kind) => kind switch
    {
        ProviderSettingKind.Secret => "a text, best a reference such as ${env:NAME}",
        ProviderSettingKind.Uri => "an absolute http or https URI, such as https://api.example.com/v1",
        ProviderSettingKind.Boolean => "true or false",
        ProviderSettingKind.Number => "a whole number, 0 or more",
        ProviderSettingKind.Duration => $"a duration in the form {Duration.Form}",
        ProviderSettingKind.TextMap => "an object of texts",
        _ => "a text",
    };

    /// <summary>What is wrong with a resolved value; null where nothing is.</summary>
    internal static string? Fault(ProviderSetting setting, string value)
    {
        // What an empty entry of a map means, such as a field left out, its type knows.
        if (setting.Kind != ProviderSettingKind.TextMap && string.IsNullOrWhiteSpace(value))
        {
            return "must not be empty.";
        }

        if (value.Any(char.IsControl))
        {
            return "must not hold line breaks or other control characters.";
        }

        bool right = setting.Kind switch
        {
            ProviderSettingKind.Uri => IsHttp(value),
            ProviderSettingKind.Boolean => bool.TryParse(value, out _),
            ProviderSettingKind.Number => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            ProviderSettingKind.Duration => Duration.TryParse(value, out TimeSpan duration) && duration >= TimeSpan.Zero,
            _ => true,
        };
        if (!right)
        {
            return $"must be {Describe(setting.Kind)}.";
        }

        return setting.AllowedValues.Count == 0 || setting.AllowedValues.Contains(value, StringComparer.Ordinal)
            ? null
            : $"must be one of {NearestName.List(setting.AllowedValues)}.";
    }

    private static bool IsHttp(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;
}

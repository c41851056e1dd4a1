using Router.Adapters;

namespace Router.Configuration;

/// <summary>
/// Words an exception out of code that is not Router's, such as a provider type. The framework's own exceptions quote what they
/// were given, and a provider type is given secrets.
/// </summary>
internal static class ForeignFault
{
    // Shorter values are flags and numbers, which any sentence may hold by chance.
    private const int ShortestValue = 4;

    /// <summary>The exception's type, and its message where that repeats no setting.</summary>
    internal static string Describe(Exception exception, ProviderSettings settings)
    {
        string type = exception.GetType().Name;
        return Repeats(exception.Message, settings) ? $"{type}." : $"{type}: {Shown.Name(exception.Message).TrimEnd('.')}.";
    }

    /// <summary>Whether a text repeats the value of a setting.</summary>
    internal static bool Repeats(string text, ProviderSettings settings) =>
        settings.Names.Select(settings.RequiredText).Any(value => value.Length >= ShortestValue && text.Contains(value, StringComparison.Ordinal));
}

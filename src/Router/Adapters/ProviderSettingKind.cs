namespace Router.Adapters;

/// <summary>The form a provider's setting takes.</summary>
public enum ProviderSettingKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A string that must never be shown. A literal value in the file is a warning; a reference is expected.</summary>
    Secret,

    /// <summary>An absolute http or https URI.</summary>
    Uri,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number, zero or above.</summary>
    Number,

    /// <summary>A time span, <c>hh:mm:ss</c>.</summary>
    Duration,

    /// <summary>An object whose values are strings, such as extra headers. Its values may be secret and are never shown.</summary>
    TextMap,
}

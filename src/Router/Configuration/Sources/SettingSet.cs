using Router.Adapters;

namespace Router.Configuration.Sources;

/// <summary>The settings that a <c>type</c> reads, be it a provider's or the store's.</summary>
/// <param name="Owner">What has them, for messages: <c>a provider of type 'openai'</c>.</param>
/// <param name="Settings">Every setting the type reads.</param>
internal sealed record SettingSet(string Owner, IReadOnlyList<ProviderSetting> Settings);

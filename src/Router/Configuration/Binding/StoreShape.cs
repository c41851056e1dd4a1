using Router.Adapters;
using Router.Admission;
using Router.Configuration.Sources;

namespace Router.Configuration.Binding;

/// <summary>The object <c>store</c>: <c>type</c>, <c>timeout</c>, <c>instances</c>, and whatever settings the type reads.</summary>
internal sealed class StoreShape() : SettingsShape<AdmissionStoreConfig>(
    () => new AdmissionStoreConfig(),
    new TextProperty<AdmissionStoreConfig>("type", c => c.Type, (c, v) => c with { Type = v }),
    new ValueProperty<AdmissionStoreConfig, TimeSpan>(
        "timeout",
        new DurationFormat(new ValueRange<TimeSpan>(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10))),
        c => c.Timeout,
        (c, v) => c with { Timeout = v }),
    new ValueProperty<AdmissionStoreConfig, int>(
        "instances", Formats.OneOrMore, c => c.Instances, (c, v) => c with { Instances = v }))
{
    protected override SettingSet? Find(AdmissionStoreConfig bound, ConfigurationContext context) => context.StoreSettings(bound.Type);

    protected override AdmissionStoreConfig With(AdmissionStoreConfig bound, ProviderSettings settings) =>
        bound with { Settings = settings };
}

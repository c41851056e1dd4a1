using Router.Adapters;
using Router.Admission;
using Router.Configuration.Sources;
using Router.Resilience;

namespace Router.Configuration.Binding;

/// <summary>
/// An entry of <c>providers</c>: <c>type</c>, <c>health</c>, <c>limits</c>, <c>learnLimits</c>, and whatever settings the type reads.
/// </summary>
internal sealed class ProviderShape() : SettingsShape<ProviderConfig>(
    () => new ProviderConfig { Type = "" },
    new TextProperty<ProviderConfig>("type", c => c.Type, (c, v) => c with { Type = v }) { Required = true },
    new ObjectProperty<ProviderConfig, HealthConfig>("health", Shapes.Health, c => c.Health, (c, v) => c with { Health = v }),
    new ObjectProperty<ProviderConfig, LimitsConfig>(
        "limits", AdmissionShapes.Limits, c => c.Limits, (c, v) => c with { Limits = v }),
    new ValueProperty<ProviderConfig, bool>("learnLimits", Formats.Flag, c => c.LearnLimits, (c, v) => c with { LearnLimits = v }))
{
    protected override SettingSet? Find(ProviderConfig bound, ConfigurationContext context) => context.ProviderSettings(bound.Type);

    protected override ProviderConfig With(ProviderConfig bound, ProviderSettings settings) => bound with { Settings = settings };
}

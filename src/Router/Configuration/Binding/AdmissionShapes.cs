using Router.Admission;

namespace Router.Configuration.Binding;

/// <summary>The shapes of limits, budgets and the store they are kept in.</summary>
internal static class AdmissionShapes
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly EnumFormat<StoreFailure> OnStoreFailure = new();

    internal static ConfigShape<LimitsConfig> Limits { get; } = new(
        () => new LimitsConfig(),
        new ValueProperty<LimitsConfig, double>(
            "requestsPerMinute", Formats.AboveZero, c => c.RequestsPerMinute, (c, v) => c with { RequestsPerMinute = v }),
        new ValueProperty<LimitsConfig, int>(
            "requestBurst", Formats.OneOrMore, c => c.RequestBurst, (c, v) => c with { RequestBurst = v }),
        new ValueProperty<LimitsConfig, long>(
            "requestsPerDay", Formats.ManyOneOrMore, c => c.RequestsPerDay, (c, v) => c with { RequestsPerDay = v }),
        new ValueProperty<LimitsConfig, long>(
            "tokensPerMinute", Formats.ManyOneOrMore, c => c.TokensPerMinute, (c, v) => c with { TokensPerMinute = v }),
        new ValueProperty<LimitsConfig, long>(
            "tokenBurst", Formats.ManyOneOrMore, c => c.TokenBurst, (c, v) => c with { TokenBurst = v }),
        new ValueProperty<LimitsConfig, long>(
            "tokensPerDay", Formats.ManyOneOrMore, c => c.TokensPerDay, (c, v) => c with { TokensPerDay = v }),
        new ValueProperty<LimitsConfig, double>(
            "neuronsPerMinute", Formats.AboveZero, c => c.NeuronsPerMinute, (c, v) => c with { NeuronsPerMinute = v }),
        new ValueProperty<LimitsConfig, double>(
            "neuronBurst", Formats.AboveZero, c => c.NeuronBurst, (c, v) => c with { NeuronBurst = v }),
        new ValueProperty<LimitsConfig, double>(
            "neuronsPerDay", Formats.AboveZero, c => c.NeuronsPerDay, (c, v) => c with { NeuronsPerDay = v }),
        new ValueProperty<LimitsConfig, int>(
            "concurrency", Formats.OneOrMore, c => c.Concurrency, (c, v) => c with { Concurrency = v }),
        new ValueProperty<LimitsConfig, StoreFailure>(
            "onStoreFailure", OnStoreFailure, c => c.OnStoreFailure, (c, v) => c with { OnStoreFailure = v }));

    internal static ConfigShape<QueueConfig> Queue { get; } = new(
        () => new QueueConfig(),
        new ValueProperty<QueueConfig, int>("limit", Formats.OneOrMore, c => c.Limit, (c, v) => c with { Limit = v }),
        new ValueProperty<QueueConfig, TimeSpan>("timeout", Formats.Timer, c => c.Timeout, (c, v) => c with { Timeout = v }));

    internal static ConfigShape<TenantConfig> Tenant { get; } = new(
        () => new TenantConfig(),
        new ObjectProperty<TenantConfig, LimitsConfig>("limits", Limits, c => c.Limits, (c, v) => c with { Limits = v }));

    internal static ConfigShape<SessionsConfig> Sessions { get; } = new(
        () => new SessionsConfig(),
        new ObjectProperty<SessionsConfig, LimitsConfig>("limits", Limits, c => c.Limits, (c, v) => c with { Limits = v }));

    internal static ConfigShape<SpendAlarmConfig> Alarm { get; } = new(
        () => new SpendAlarmConfig { Amount = 0 },
        new ValueProperty<SpendAlarmConfig, decimal>(
            "amount",
            new NumberFormat<decimal>(new ValueRange<decimal>(0, Formats.MostMoney, AboveLeast: true)),
            c => c.Amount,
            (c, v) => c with { Amount = v })
        {
            Required = true,
        },
        new ValueProperty<SpendAlarmConfig, TimeSpan>(
            "period",
            new DurationFormat(new ValueRange<TimeSpan>(Minute, Formats.Month)),
            c => c.Period,
            (c, v) => c with { Period = v }));

    internal static ConfigShape<BudgetConfig> Budget { get; } = new(
        () => new BudgetConfig { Name = "" },
        new TextProperty<BudgetConfig>("name", c => c.Name, (c, v) => c with { Name = v }) { Required = true },
        new ValueProperty<BudgetConfig, LimitScope>(
            "scope", new EnumFormat<LimitScope>(), c => c.Scope, (c, v) => c with { Scope = v }),
        new TextProperty<BudgetConfig>("match", c => c.Match, (c, v) => c with { Match = v }),
        new ValueProperty<BudgetConfig, BudgetWindow>(
            "window", new EnumFormat<BudgetWindow>(), c => c.Window, (c, v) => c with { Window = v }),
        new ValueProperty<BudgetConfig, TimeSpan>(
            "period",
            new DurationFormat(new ValueRange<TimeSpan>(Minute, TimeSpan.FromDays(366))),
            c => c.Period,
            (c, v) => c with { Period = v }),
        new ValueProperty<BudgetConfig, decimal>(
            "limit",
            new NumberFormat<decimal>(new ValueRange<decimal>(0, Formats.MostMoney)),
            c => c.Limit,
            (c, v) => c with { Limit = v }),
        new ValueProperty<BudgetConfig, double>("softShare", Formats.Share, c => c.SoftShare, (c, v) => c with { SoftShare = v }),
        new TextProperty<BudgetConfig>("softRoute", c => c.SoftRoute, (c, v) => c with { SoftRoute = v }),
        new ValueProperty<BudgetConfig, long>("maxCalls", Formats.ManyZeroOrMore, c => c.MaxCalls, (c, v) => c with { MaxCalls = v }),
        new ValueProperty<BudgetConfig, long>("maxSteps", Formats.ManyZeroOrMore, c => c.MaxSteps, (c, v) => c with { MaxSteps = v }),
        new ObjectProperty<BudgetConfig, SpendAlarmConfig>("alarm", Alarm, c => c.Alarm, (c, v) => c with { Alarm = v }) { Switch = true },
        new ValueProperty<BudgetConfig, UnknownPrice>(
            "unknownPrice", new EnumFormat<UnknownPrice>(), c => c.UnknownPrice, (c, v) => c with { UnknownPrice = v }),
        new ValueProperty<BudgetConfig, StoreFailure>(
            "onStoreFailure", OnStoreFailure, c => c.OnStoreFailure, (c, v) => c with { OnStoreFailure = v }));

    internal static ConfigShape<AdmissionStoreConfig> Store { get; } = new StoreShape();
}

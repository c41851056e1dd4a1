using Router.Caching;
using Router.Pinning;
using Router.Pricing;

namespace Router.Configuration.Binding;

/// <summary>The shapes of what a route does besides asking its targets in turn, and of prices and pins.</summary>
internal static class TrafficShapes
{
    private static readonly NumberFormat<decimal> Price = new(new ValueRange<decimal>(0, Formats.MostPrice));

    internal static ConfigShape<HedgingConfig> Hedging { get; } = new(
        () => new HedgingConfig(),
        new ValueProperty<HedgingConfig, TimeSpan>("delay", Formats.Timer, c => c.Delay, (c, v) => c with { Delay = v }),
        new ValueProperty<HedgingConfig, double>(
            "percentile", Formats.ShareBelowOne, c => c.Percentile, (c, v) => c with { Percentile = v }),
        new ValueProperty<HedgingConfig, int>(
            "maxHedges", new NumberFormat<int>(new ValueRange<int>(1, 3)), c => c.MaxHedges, (c, v) => c with { MaxHedges = v }));

    internal static ConfigShape<MirrorConfig> Mirror { get; } = new(
        () => new MirrorConfig { Route = "" },
        new TextProperty<MirrorConfig>("route", c => c.Route, (c, v) => c with { Route = v }) { Required = true },
        new ValueProperty<MirrorConfig, double>("share", Formats.Share, c => c.Share, (c, v) => c with { Share = v }),
        new ValueProperty<MirrorConfig, int>(
            "concurrency", Formats.OneOrMore, c => c.Concurrency, (c, v) => c with { Concurrency = v }));

    internal static ConfigShape<CacheConfig> Cache { get; } = new(
        () => new CacheConfig(),
        new ValueProperty<CacheConfig, TimeSpan>("duration", Formats.UpToAMonth, c => c.Duration, (c, v) => c with { Duration = v }),
        new ValueProperty<CacheConfig, bool>("tools", Formats.Flag, c => c.Tools, (c, v) => c with { Tools = v }));

    internal static ConfigShape<PriceConfig> PriceRow { get; } = new(
        () => new PriceConfig { Provider = "", Model = "" },
        new TextProperty<PriceConfig>("provider", c => c.Provider, (c, v) => c with { Provider = v }) { Required = true },
        new TextProperty<PriceConfig>("model", c => c.Model, (c, v) => c with { Model = v }) { Required = true },
        new ValueProperty<PriceConfig, decimal>("input", Price, c => c.Input, (c, v) => c with { Input = v }),
        new ValueProperty<PriceConfig, decimal>("cachedInput", Price, c => c.CachedInput, (c, v) => c with { CachedInput = v }),
        new ValueProperty<PriceConfig, decimal>("output", Price, c => c.Output, (c, v) => c with { Output = v }),
        new ValueProperty<PriceConfig, decimal>("reasoning", Price, c => c.Reasoning, (c, v) => c with { Reasoning = v }),
        new ValueProperty<PriceConfig, decimal>("image", Price, c => c.Image, (c, v) => c with { Image = v }),
        new ValueProperty<PriceConfig, decimal>("second", Price, c => c.Second, (c, v) => c with { Second = v }),
        new ValueProperty<PriceConfig, decimal>("neuron", Price, c => c.Neuron, (c, v) => c with { Neuron = v }),
        new ValueProperty<PriceConfig, decimal>("request", Price, c => c.Request, (c, v) => c with { Request = v }));

    internal static ConfigShape<PinningConfig> Pinning { get; } = new(
        () => new PinningConfig(),
        new ValueProperty<PinningConfig, PinningMode>("mode", new EnumFormat<PinningMode>(), c => c.Mode, (c, v) => c with { Mode = v }),
        new TextProperty<PinningConfig>("lockFile", c => c.LockFile, (c, v) => c with { LockFile = v }));
}

using Router.Adapters;
using Router.Pinning;
using Router.Routing;

namespace Router;

/// <summary>One thing to ask a provider: what a model's name, or a version that a target names, stands for.</summary>
internal sealed record PinQuestion(ProviderInstance Provider, ModelReference Model)
{
    internal string Source => Model.Version ?? Model.Model;

    internal PinLockEntry Entry(PinResolution resolution, string version, DateTimeOffset now) => new()
    {
        Provider = Provider.Name,
        Type = Provider.Config.Type,
        Model = Model.Model,
        Source = Source,
        Kind = resolution.Kind,
        Version = version,
        ResolvedAt = now,
        SchemaDigest = resolution.SchemaDigest,
        Deprecation = resolution.Deprecation,
    };
}

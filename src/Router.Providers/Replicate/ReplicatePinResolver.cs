using System.Text.Json;
using Router.Adapters;
using Router.Resilience;

namespace Router.Providers.Replicate;

/// <summary>Finds the latest version of a community model. Official models and deployments have none to pin. Free. Thread-safe.</summary>
internal sealed class ReplicatePinResolver(ReplicateApi api) : IPinResolver
{
    public async ValueTask<PinResolution> ResolveAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ReplicateModel reference = ReplicateModel.Parse(model);
        if (reference.IsDeployment)
        {
            return PinResolution.Unpinnable(
                PinKind.Digest, $"'{model.Model}' is a deployment, whose version is set at Replicate: name the model with its version, or set \"pinning\": \"off\" on the target.");
        }

        JsonElement described = await api.DescribeAsync(reference.Id, reference.Version, cancellationToken).ConfigureAwait(false);
        if (reference.Version is { } pinned)
        {
            return pinned.Equals(Text(described, "id"), StringComparison.OrdinalIgnoreCase)
                ? new PinResolution { Kind = PinKind.Digest, Version = pinned }
                : throw new ProviderException("Replicate described another version than the one asked about.") { Class = FailureClass.Malformed };
        }

        if (described.TryGetProperty("is_official", out JsonElement official) && official.ValueKind is JsonValueKind.True)
        {
            return PinResolution.Unpinnable(
                PinKind.Digest,
                $"'{model.Model}' is an official model of Replicate, which has no version to pin: choose a community model's version, or set \"pinning\": \"off\" on the target.");
        }

        return described.TryGetProperty("latest_version", out JsonElement latest) && JsonTexts.IsReadableObject(latest)
            && Text(latest, "id") is { Length: 64 } id && id.All(char.IsAsciiHexDigit)
                ? new PinResolution { Kind = PinKind.Digest, Version = id }
                : PinResolution.Unpinnable(PinKind.Digest, $"'{model.Model}' has no version yet: name another model, or set \"pinning\": \"off\" on the target.");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String ? JsonTexts.Of(value) : null;
}

using Microsoft.Extensions.AI;

namespace Router.Pinning;

/// <summary>
/// Finds the version that an answer named, as a pinned client noted it: in <c>AdditionalProperties</c> of a response, of the first
/// update of a stream that names one, and of each generated image.
/// </summary>
public static class ServedVersion
{
    /// <summary>The key: <c>router.served_version</c>. The value is a text.</summary>
    public const string PropertyName = "router.served_version";

    /// <summary>The version that served a response; null where it named none or went through no pinned client.</summary>
    public static string? GetServedVersion(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Find(response.AdditionalProperties)
            ?? response.Messages.Select(message => Find(message.AdditionalProperties)).FirstOrDefault(version => version is not null);
    }

    /// <summary>The version on an update; the first update of a stream that names one holds it.</summary>
    public static string? GetServedVersion(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Find(update.AdditionalProperties);
    }

    /// <summary>The version that served generated images; null where it named none or went through no pinned generator.</summary>
    public static string? GetServedVersion(this ImageGenerationResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Contents.Select(content => Find(content?.AdditionalProperties)).FirstOrDefault(version => version is not null);
    }

    /// <summary>The properties with the version noted: new ones, since a client may hand out one answer twice.</summary>
    internal static AdditionalPropertiesDictionary Note(AdditionalPropertiesDictionary? given, string version)
    {
        AdditionalPropertiesDictionary noted = given is null ? [] : new AdditionalPropertiesDictionary(given);
        noted[PropertyName] = version;
        return noted;
    }

    private static string? Find(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(PropertyName, out object? value) ? value as string : null;
}

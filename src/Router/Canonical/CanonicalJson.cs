using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Router.Canonical;

/// <summary>
/// How requests and answers are written down: as Microsoft.Extensions.AI's own generated contracts write them, on one line, without
/// what Router itself put into additional properties. A value that these contracts do not know is refused, never written by
/// reflection: an object whose state is private would look like any other of its kind.
/// </summary>
internal static class CanonicalJson
{
    private const string RouterProperty = "router";
    private const string RouterPrefix = "router.";

    private static readonly Lazy<JsonSerializerOptions> LazyAnswers = new(static () => Create(requests: false));
    private static readonly Lazy<JsonSerializerOptions> LazyRequests = new(static () => Create(requests: true));

    /// <summary>For answers, which can be read back.</summary>
    internal static JsonSerializerOptions Answers => LazyAnswers.Value;

    /// <summary>For requests, which are only told apart: data is written as the digest of its bytes.</summary>
    internal static JsonSerializerOptions Requests => LazyRequests.Value;

    /// <summary>The contract of a type.</summary>
    internal static JsonTypeInfo<T> InfoOf<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    /// <summary>Whether an additional property is Router's own.</summary>
    internal static bool IsRouters(string name) =>
        name.Equals(RouterProperty, StringComparison.OrdinalIgnoreCase) || name.StartsWith(RouterPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether writing an object down failed because it cannot be, rather than by a fault of Router.</summary>
    internal static bool IsRefusal(Exception exception) =>
        exception is NotSupportedException or JsonException or ArgumentException or InvalidOperationException;

    /// <summary>Lower-case hex digits of SHA-256.</summary>
    internal static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static JsonSerializerOptions Create(bool requests)
    {
        JsonSerializerOptions given = AIJsonUtilities.DefaultOptions;
        JsonSerializerOptions options = new(given) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.TypeInfoResolverChain.Clear();
        foreach (JsonSerializerContext contracts in given.TypeInfoResolverChain.OfType<JsonSerializerContext>())
        {
            options.TypeInfoResolverChain.Add(contracts.WithAddedModifier(info => Modify(info, requests)));
        }

        options.MakeReadOnly();
        return options;
    }

    private static void Modify(JsonTypeInfo info, bool requests)
    {
        if (info.Kind is not JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (JsonPropertyInfo property in info.Properties)
        {
            if (property.PropertyType == typeof(AdditionalPropertiesDictionary) && property.Get is { } get)
            {
                property.Get = owner => WithoutRouters((AdditionalPropertiesDictionary?)get(owner), sorted: requests);
            }
            else if (requests && info.Type == typeof(DataContent) && property.Name == "uri")
            {
                property.Get = static owner => DigestOf((DataContent)owner);
            }
        }

        if (requests && typeof(AIContent).IsAssignableFrom(info.Type))
        {
            info.OnSerializing = CanonicalContent.Check;
        }
    }

    private static string DigestOf(DataContent data) => $"data:{data.MediaType};sha256,{Digest(data.Data.Span)}";

    private static AdditionalPropertiesDictionary? WithoutRouters(AdditionalPropertiesDictionary? properties, bool sorted)
    {
        if (properties is null || (!sorted && !properties.Keys.Any(IsRouters)))
        {
            return properties;
        }

        IEnumerable<KeyValuePair<string, object?>> kept = properties.Where(pair => !IsRouters(pair.Key));
        AdditionalPropertiesDictionary rest = new(sorted ? kept.OrderBy(pair => pair.Key, StringComparer.Ordinal) : kept);
        return rest.Count == 0 ? null : rest;
    }
}

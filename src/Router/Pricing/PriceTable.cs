using System.Text.Json;
using System.Text.RegularExpressions;

namespace Router.Pricing;

/// <summary>
/// What models cost: from a table that ships with Router, each row of which names its source and its date, and from the rows of a
/// configuration, which win. The table is made of models.dev and pydantic/genai-prices (both MIT licence) and of the providers' own
/// pages. OpenAI's prices are those of its own endpoint: what any other of that type charges is unknown until the configuration says it.
/// Immutable and thread-safe.
/// </summary>
internal sealed partial class PriceTable
{
    private const string EveryModel = "*";
    private const string OpenAI = "OPENAI";
    private const string OpenAIHost = "api.openai.com";

    private readonly PriceList _list;
    private readonly PriceOverlay _overlay;
    private readonly Dictionary<(string Type, string Model), PriceEntry> _entries;

    internal PriceTable(PriceList list, IReadOnlyList<PriceConfig> overlay)
    {
        _list = list;
        _overlay = new PriceOverlay(overlay);
        _entries = list.Prices.ToDictionary(entry => Key(entry.Type, entry.Model));
        Version = _overlay.IsEmpty ? list.Version : $"{list.Version}+overlay:{_overlay.Digest}";
    }

    /// <summary>The table that ships with Router.</summary>
    internal static PriceTable Default { get; } = new(ReadList(), []);

    /// <summary>The table's version, and a digest of the configuration's rows where there are any. Every cost is stamped with it.</summary>
    internal string Version { get; }

    internal IReadOnlyList<PriceEntry> Entries => _list.Prices;

    /// <summary>This table with a configuration's rows over it, in place of those it had.</summary>
    /// <exception cref="ArgumentException">A row is negative, too great, without a price, or there twice.</exception>
    internal PriceTable With(IReadOnlyList<PriceConfig> overlay) => new(_list, overlay);

    /// <summary>
    /// What a model costs; null where nothing is known of it. The configuration's rows for the provider's name come first, then those for
    /// its type, then the table. Among each: the exact version and model, then the model of a dated snapshot (<c>gpt-4o-2024-08-06</c>) or
    /// of a pinned version (<c>owner/name:version</c>), then <c>*</c>. Case does not count.
    /// </summary>
    /// <param name="providerName">The provider's name in the configuration.</param>
    /// <param name="providerType">The provider's type, such as <c>openai</c>.</param>
    /// <param name="model">The model's id at the provider.</param>
    /// <param name="version">The version that the target is pinned to, if any.</param>
    /// <param name="endpoint">The endpoint that the provider is given; null for its type's own.</param>
    internal ModelPrice? Find(string providerName, string providerType, string model, string? version, string? endpoint = null)
    {
        string[] names = [.. Names(providerType, model, version)];
        foreach (string provider in (ReadOnlySpan<string>)[providerName, providerType])
        {
            foreach (string name in names)
            {
                if (_overlay.Find(provider, name) is { } row)
                {
                    return new ModelPrice(row, Version);
                }
            }
        }

        foreach (string name in IsListed(providerType, endpoint) ? names : [])
        {
            if (_entries.TryGetValue(Key(providerType, name), out PriceEntry? entry))
            {
                return entry.ToPrice(Version);
            }
        }

        return null;
    }

    // Every server that speaks OpenAI's protocol is of its type, at whatever price.
    private static bool IsListed(string providerType, string? endpoint) =>
        endpoint is null
        || !providerType.Equals(OpenAI, StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && uri.Host == OpenAIHost);

    private static IEnumerable<string> Names(string providerType, string model, string? version)
    {
        switch (providerType.ToUpperInvariant())
        {
            case OpenAI:
                // A snapshot is a model's name of its own, and is what is sent.
                if (!string.IsNullOrEmpty(version))
                {
                    yield return version;
                    yield return Snapshot().Replace(version, "");
                }

                yield return model;
                yield return Snapshot().Replace(model, "");
                break;
            case "REPLICATE":
                string name = model.Split(':')[0];
                if (!string.IsNullOrEmpty(version))
                {
                    yield return $"{name}:{version}";
                }

                yield return model;
                yield return name;
                break;
            default:
                yield return model;
                break;
        }

        yield return EveryModel;
    }

    private static (string, string) Key(string type, string model) => (type.ToUpperInvariant(), model.ToUpperInvariant());

    private static PriceList ReadList()
    {
        using Stream stream = typeof(PriceTable).Assembly.GetManifestResourceStream("prices.json")
            ?? throw new InvalidOperationException("The table of prices is not in the assembly.");
        return JsonSerializer.Deserialize(stream, PriceJsonContext.Default.PriceList)
            ?? throw new InvalidOperationException("The table of prices is empty.");
    }

    [GeneratedRegex(@"-[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Snapshot();
}

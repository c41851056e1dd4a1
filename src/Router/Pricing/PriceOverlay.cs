using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Router.Pricing;

/// <summary>The prices that a configuration states, over those of the table. Immutable.</summary>
internal sealed class PriceOverlay
{
    /// <summary>The greatest price that is taken, in US dollars: more is a slip of the pen, and would overflow a bill.</summary>
    internal const decimal Highest = 1_000_000m;

    private readonly Dictionary<(string Provider, string Model), PriceConfig> _rows = [];

    /// <exception cref="ArgumentException">A row is at fault; see <see cref="Faults"/>.</exception>
    internal PriceOverlay(IReadOnlyList<PriceConfig> rows)
    {
        if (Faults(rows).FirstOrDefault() is { Message: { } fault, Row: var at })
        {
            throw new ArgumentException($"prices[{at}]: {fault}", nameof(rows));
        }

        foreach (PriceConfig row in rows)
        {
            _rows.Add(Key(row.Provider, row.Model), row);
        }

        Digest = DigestOf(rows);
    }

    internal bool IsEmpty => _rows.Count == 0;

    /// <summary>Eight hexadecimal digits that change with any price, and neither with the rows' order nor with how a number is written.</summary>
    internal string Digest { get; }

    /// <summary>What is wrong with rows: the row, the member and what is wrong with it. Every fault, not the first alone.</summary>
    internal static IEnumerable<(int Row, string Member, string Message)> Faults(IReadOnlyList<PriceConfig> rows)
    {
        HashSet<(string, string)> seen = [];
        for (int at = 0; at < rows.Count; at++)
        {
            PriceConfig row = rows[at];
            if (!seen.Add(Key(row.Provider, row.Model)))
            {
                yield return (at, "model", $"'{row.Model}' of '{row.Provider}' has a price already; a model has one row.");
            }

            if (Members(row).All(member => member.Price is null))
            {
                yield return (at, "", "it states no price; 0 is free, and a model without a row is unknown.");
            }

            foreach ((string member, decimal? price) in Members(row))
            {
                if (price is < 0 or > Highest)
                {
                    yield return (at, member, FormattableString.Invariant($"'{member}' is {price}; a price is from 0 to {Highest} US dollars."));
                }
            }
        }
    }

    internal PriceConfig? Find(string provider, string model) => _rows.GetValueOrDefault(Key(provider, model));

    private static (string, string) Key(string provider, string model) => (provider.ToUpperInvariant(), model.ToUpperInvariant());

    private static (string Name, decimal? Price)[] Members(PriceConfig row) =>
    [
        ("input", row.Input),
        ("cachedInput", row.CachedInput),
        ("output", row.Output),
        ("reasoning", row.Reasoning),
        ("image", row.Image),
        ("second", row.Second),
        ("neuron", row.Neuron),
        ("request", row.Request),
    ];

    private static string DigestOf(IReadOnlyList<PriceConfig> rows)
    {
        // G29 writes a decimal without the zeros at its end.
        IEnumerable<string> lines = rows
            .Select(row => string.Join('\n', Members(row).Select(member => member.Price?.ToString("G29", CultureInfo.InvariantCulture) ?? "-")
                .Prepend(row.Model.ToUpperInvariant()).Prepend(row.Provider.ToUpperInvariant())))
            .Order(StringComparer.Ordinal);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', lines)));
        return BinaryPrimitives.ReadUInt32BigEndian(hash).ToString("x8", CultureInfo.InvariantCulture);
    }
}

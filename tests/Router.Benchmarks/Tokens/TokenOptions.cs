using System.Globalization;

namespace Router.Benchmarks.Tokens;

/// <summary>The options of the run.</summary>
/// <param name="Price">US dollars per million input tokens.</param>
internal sealed record TokenOptions(decimal Price)
{
    private const decimal DefaultPrice = 2.50m;

    internal static bool TryRead(string[] args, out TokenOptions options, out string error)
    {
        options = new TokenOptions(DefaultPrice);
        error = string.Empty;
        for (int i = 0; i < args.Length; i += 2)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            if (args[i] != "--price" || !decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal price) || price < 0)
            {
                error = $"tokens: {args[i]} {value} is not --price <US dollars per million input tokens>.";
                return false;
            }

            options = new TokenOptions(price);
        }

        return true;
    }
}

using System.Globalization;

namespace Router.Benchmarks.Tokens;

/// <summary>The options of the run.</summary>
/// <param name="Price">US dollars per million input tokens.</param>
/// <param name="Definitions">The two tool definitions as JSON.</param>
/// <param name="ArePlaceholders">Whether they are made up.</param>
internal sealed record TokenOptions(decimal Price, string Definitions, bool ArePlaceholders)
{
    private const decimal DefaultPrice = 2.50m;

    // Placeholder, until the tools themselves say what they are: of the size that they are to have.
    private const string PlaceholderDefinitions =
        """[{"type":"function","function":{"name":"generate_code","description":"Find the typed SDK functions for a task, as TypeScript, with a program to start from.","parameters":{"type":"object","properties":{"task":{"type":"string"}},"required":["task"]}}},{"type":"function","function":{"name":"execute_code","description":"Run a JavaScript program against the SDK. Return only what you need.","parameters":{"type":"object","properties":{"code":{"type":"string"}},"required":["code"]}}}]""";

    internal static bool TryRead(string[] args, out TokenOptions options, out string error)
    {
        options = new TokenOptions(DefaultPrice, PlaceholderDefinitions, ArePlaceholders: true);
        error = string.Empty;
        for (int i = 0; i < args.Length; i += 2)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--price" when decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal price) && price >= 0:
                    options = options with { Price = price };
                    break;
                case "--definitions" when File.Exists(value):
                    options = options with { Definitions = File.ReadAllText(value).Trim(), ArePlaceholders = false };
                    break;
                default:
                    error = $"tokens: {args[i]} {value} is none of: --price <US dollars per million input tokens>, --definitions <file with the JSON of both tools>.";
                    return false;
            }
        }

        return true;
    }
}

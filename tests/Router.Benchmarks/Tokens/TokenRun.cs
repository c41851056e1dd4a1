using System.Globalization;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Declarations;
using Router.CodeMode.Loop;
using Router.CodeMode.Search;
using Router.CodeMode.Tests.Corpora;
using Router.Tokenizers;

namespace Router.Benchmarks.Tokens;

/// <summary>
/// What functions cost a model: as tools, as one tool with all types, and by Code Mode, at several sizes; then how well and how fast the
/// search finds them. Tokens are o200k_base, counted exactly.
/// </summary>
internal static class TokenRun
{
    private const int Requests = 100_000;

    internal static async Task<int> RunAsync(string[] args)
    {
        if (!TokenOptions.TryRead(args, out TokenOptions options, out string error))
        {
            Console.Error.WriteLine(error);
            return 2;
        }

        int definitions = new O200kTokenizer().Count($"[{ToolDefinitions.Write(new GenerateCodeFunction(null!))},{ToolDefinitions.Write(new ExecuteCodeFunction(null!))}]");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Two tool definitions: {definitions} tokens. ${options.Price} per million input tokens."));
        foreach (int size in (int[])[50, 500, 2500])
        {
            IReadOnlyList<CatalogueFunction> functions = SyntheticRegistry.Make(size);
            (string, string)[] queries = [.. SyntheticQueries.For([.. functions.Select(function => function.Name)], Math.Min(60, size))];
            Registry($"synthetic, {size} functions", functions, queries, function => function.Name, definitions, options.Price);
        }

        Registry("GitHub's OpenAPI document", GitHubFunctions.All, GitHubQueries.All, function => function.RawName, definitions, options.Price);
        await CatalogueRun.RunAsync();
        return 0;
    }

    private static void Registry(
        string title, IReadOnlyList<CatalogueFunction> functions, IReadOnlyList<(string Query, string Expected)> queries,
        Func<CatalogueFunction, string> name, int definitions, decimal price)
    {
        O200kTokenizer tokenizer = new();
        FunctionIndex index = new(functions);
        DeclarationWriter writer = new();
        int raw = tokenizer.Count($"[{string.Join(',', functions.Select(RawSchemas.Of))}]");
        int[] answers = [.. queries.Select(query => writer.Write([.. index.Search(query.Query, 20).Select(hit => hit.Function)]).Tokens)];
        Console.WriteLine();
        Console.WriteLine($"{title} ({functions.Count})");
        Row("raw schemas, one tool each", raw, raw, price);
        Row("one tool with all types", tokenizer.Count(OneToolWithAllTypes.Of(functions)), raw, price);
        Row("two tools + declarations (mean)", definitions + (int)answers.Average(), raw, price);
        Row("two tools + declarations (most)", definitions + answers.Max(), raw, price);
        foreach (DeclarationDetail detail in Enum.GetValues<DeclarationDetail>())
        {
            DeclarationText all = writer.Write(functions, new DeclarationOptions { TokenBudget = int.MaxValue, Detail = detail });
            Row($"declarations of all, {detail}", all.Tokens, raw, price);
        }

        SearchRun.Run(functions, queries, name);
    }

    private static void Row(string title, int tokens, int raw, decimal price) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {title,-34} {tokens,9:N0} tokens {100.0 * tokens / raw,7:0.00} % ${tokens * (decimal)Requests / 1_000_000 * price,14:N2} per {Requests:N0} requests"));
}

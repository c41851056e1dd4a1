using Router.CodeMode.Catalogue;
using Router.CodeMode.Declarations;
using Router.CodeMode.Tests.Corpora;
using Router.Tokenizers;

namespace Router.Benchmarks.Tokens;

internal static class TokenRun
{
    internal static int Run(ReadOnlySpan<string> args)
    {
        O200kTokenizer tokenizer = new();
        foreach ((string name, IReadOnlyList<CatalogueFunction> functions) in (ReadOnlySpan<(string, IReadOnlyList<CatalogueFunction>)>)[("500", SyntheticRegistry.Make(500)), ("github", GitHubFunctions.All)])
        {
            int raw = functions.Sum(f => tokenizer.Count(RawSchemas.Of(f)) + 1);
            Console.WriteLine($"{name} {functions.Count} raw {raw}");
            foreach (DeclarationDetail detail in Enum.GetValues<DeclarationDetail>())
            {
                long start = TimeProvider.System.GetTimestamp();
                DeclarationText text = new DeclarationWriter().Write(functions, new DeclarationOptions { TokenBudget = int.MaxValue, Detail = detail });
                Console.WriteLine($"  {detail} {text.Tokens} {100.0 * text.Tokens / raw:0.0} % {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms, unshown {text.Unshown.Count}");
                File.WriteAllText($"/tmp/decl-{name}-{detail}.ts", text.Text);
            }

            DeclarationText answer = new DeclarationWriter().Write([.. functions.Where(f => f.Name.Contains("issues.", StringComparison.Ordinal) || f.Name.Contains("invoice", StringComparison.Ordinal)).Take(10)]);
            Console.WriteLine($"  answer {answer.Tokens}, in {answer.Included.Count} out {answer.Omitted.Count}");
            File.WriteAllText($"/tmp/decl-{name}-answer.ts", answer.Text);
        }

        return 0;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Declarations;
using Router.CodeMode.Tests.Corpora;
using Router.CodeMode.Tests.Npm;

namespace Router.CodeMode.Tests.Declarations;

/// <summary>TypeScript itself reads what is declared.</summary>
public class TypeScriptCheckTests
{
    private const string Program = """
        import { createRequire } from 'node:module';
        const ts = createRequire(process.argv[1] + '/package.json')('typescript');
        let input = '';
        process.stdin.setEncoding('utf8');
        for await (const chunk of process.stdin) input += chunk;
        const errors = JSON.parse(input).flatMap((text, index) => ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext).parseDiagnostics
          .map((d) => index + ': ' + ts.flattenDiagnosticMessageText(d.messageText, ' ') + ' at ' + text.slice(Math.max(0, d.start - 60), d.start + 40)));
        process.stdout.write(JSON.stringify(errors.slice(0, 20)));
        """;

    [Fact]
    public async Task TypeScript_finds_no_error_of_syntax()
    {
        List<string> texts = [];
        foreach (IReadOnlyList<CatalogueFunction> functions in (IReadOnlyList<CatalogueFunction>[])[SyntheticRegistry.Make(500), GitHubFunctions.All])
        {
            foreach (DeclarationDetail detail in Enum.GetValues<DeclarationDetail>())
            {
                texts.Add(new DeclarationWriter().Write(functions, new DeclarationOptions { TokenBudget = int.MaxValue, Detail = detail }).Text);
            }
        }

        Random random = new(5);
        texts.AddRange(Enumerable.Range(0, 1000).Select(_ => new DeclarationWriter().Write(
            [Make.Function("a.f", "*/ x", SchemaTypeTests.RandomSchema(random, 5), parameters: ("p-q", SchemaTypeTests.RandomSchema(random, 4), true))]).Text));
        JsonArray input = [.. texts.Select(text => (JsonNode?)JsonValue.Create(text))];

        string output = await NpmFolder.RunNodeAsync(Program, input.ToJsonString());

        using JsonDocument errors = JsonDocument.Parse(output);
        errors.RootElement.EnumerateArray().Select(error => error.GetString()).Should().BeEmpty();
    }
}

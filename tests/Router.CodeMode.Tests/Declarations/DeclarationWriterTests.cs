using Router.CodeMode.Catalogue;
using Router.CodeMode.Declarations;
using Router.CodeMode.Tests.Corpora;
using Router.Tokenizers;

namespace Router.CodeMode.Tests.Declarations;

public class DeclarationWriterTests
{
    private const string User = """{"components":{"schemas":{"simple-user":{"type":"object","description":"A user.","properties":{"login":{"type":"string"},"id":{"type":"integer"}},"required":["login","id"]}}}}""";

    [Fact]
    public void What_takes_further_members_says_so()
    {
        CatalogueFunction some = Make.Function("a.f", parameters: ("id", """{"type":"string"}""", true)) with { TakesFurtherMembers = true };
        CatalogueFunction any = Make.Function("a.g") with { TakesFurtherMembers = true };

        new DeclarationWriter().Write([some, any]).Text.Should().Contain("f(args:{ id:string, [key:string]:any })").And.Contain("g(args?:Record<string, any>)");
    }

    [Fact]
    public void Functions_of_a_namespace_stand_together_and_shared_types_are_told_once()
    {
        DeclarationText text = new DeclarationWriter().Write(
        [
            Make.Function("hub.users.get", "Get a user", """{"$ref":"#/components/schemas/simple-user"}""", User, ("name", """{"type":"string"}""", true)),
            Make.Function("hub.teams.lead", "Get the lead of a team", """{"$ref":"#/components/schemas/simple-user"}""", User),
            Make.Function("hub.users.list", "List users", """{"type":"array","items":{"$ref":"#/components/schemas/simple-user"}}""", User, ("page", """{"type":"integer","default":1,"description":"The page of the results to fetch."}""", false)),
        ]);

        text.Text.Should().Be("""
            type SimpleUser = { login:string, id:number };
            declare const hub:{
            users:{
             // Get a user
             get(args:{ name:string }):Promise<SimpleUser>;
             // List users
             list(args?:{ page?:number /* =1; The page of the results to fetch */ }):Promise<SimpleUser[]>;
            };
            teams:{
             // Get the lead of a team
             lead():Promise<SimpleUser>;
            };
            };

            """.ReplaceLineEndings("\n"));
        text.Omitted.Should().BeEmpty();
        text.Unshown.Should().BeEmpty();
        text.Tokens.Should().Be(new O200kTokenizer().Count(text.Text));
    }

    [Fact]
    public void A_type_that_one_function_uses_stands_in_its_place() =>
        new DeclarationWriter().Write([Make.Function("hub.users.get", "", """{"$ref":"#/components/schemas/simple-user"}""", User)])
            .Text.Should().Be("declare const hub:{ users:{\n get():Promise<{ login:string, id:number }>;\n} };\n");

    [Fact]
    public void Arguments_one_by_one_keep_their_order_and_get_names_that_can_stand_there()
    {
        CatalogueFunction run = Make.Function(
            "env.AI.run", parameters: [("model", """{"type":"string"}""", true), ("in", """{"type":"object"}""", false), ("x-y", """{"type":"number"}""", false)]);

        new DeclarationWriter().Write([run with { TakesOneObject = false }]).Text.Should().Contain("run(model:string, _in?:Record<string, any>, x_y?:number):Promise<unknown>;");
    }

    [Theory]
    [InlineData("ends */ early")]
    [InlineData("two\nlines\r\nand \u2028 more")]
    [InlineData("// a comment `code` [link](https://example.com/a_b) *bold*")]
    [InlineData("*/*/**//* \u0000 \uD800")]
    public void No_text_ends_a_comment(string words)
    {
        string description = words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\0", "\\u0000", StringComparison.Ordinal).Replace("\uD800", string.Empty, StringComparison.Ordinal);
        CatalogueFunction function = Make.Function("a.f", words, parameters: ("p", $$"""{"type":"string","description":"{{description}}","default":"*/"}""", true)) with { Description = words + " and more" };

        string text = new DeclarationWriter().Write([function]).Text;

        text.Split('\n').Should().OnlyContain(line => line.Length == 0 || line.StartsWith("declare const a:{", StringComparison.Ordinal) || line.StartsWith(" //", StringComparison.Ordinal)
            || line.StartsWith(" f(args:{ p:string", StringComparison.Ordinal) || line == "};");
        text.Split("*/").Length.Should().BeLessThanOrEqualTo(2);
        text.Should().NotContain("example.com").And.NotContain("\u2028");
    }

    [Fact]
    public void A_description_is_told_once()
    {
        (string, string, bool) owner = ("owner", """{"type":"string","description":"The account that the repository belongs to."}""", true);

        string text = new DeclarationWriter().Write([Make.Function("a.f", parameters: owner), Make.Function("a.g", parameters: owner)]).Text;

        text.Split("belongs to").Should().HaveCount(2);
    }

    [Fact]
    public void A_description_that_only_repeats_the_name_is_not_told() =>
        new DeclarationWriter().Write([Make.Function("a.f", parameters: ("issue_number", """{"type":"integer","description":"The number of the issue."}""", true))])
            .Text.Should().Contain("f(args:{ issue_number:number })");

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(400)]
    [InlineData(1500)]
    [InlineData(5000)]
    public void The_budget_is_never_exceeded_and_every_function_is_accounted_for(int budget)
    {
        IReadOnlyList<CatalogueFunction> functions = SyntheticRegistry.Make(40);

        DeclarationText text = new DeclarationWriter().Write(functions, new DeclarationOptions { TokenBudget = budget });

        text.Tokens.Should().BeLessThanOrEqualTo(budget).And.Be(new O200kTokenizer().Count(text.Text));
        text.Included.Concat(text.Omitted).Should().BeEquivalentTo(functions);
        text.Included.All(function => text.Text.Contains(function.Name.Split('.').Last() + "(", StringComparison.Ordinal)).Should().BeTrue();
        (budget < 60 || text.Included.Count > 0).Should().BeTrue();
    }

    [Fact]
    public void Most_of_a_budget_is_spent()
    {
        DeclarationText text = new DeclarationWriter().Write(SyntheticRegistry.Make(40));

        text.Tokens.Should().BeGreaterThan(1200);
        text.Included.Should().HaveCountGreaterThan(8);
    }

    [Fact]
    public void A_function_too_large_for_the_budget_tells_what_a_call_must_have()
    {
        (string, string, bool)[] parameters = [("id", """{"type":"string"}""", true), .. Enumerable.Range(0, 80).Select(i => ($"option_{i}", """{"type":"string"}""", false))];

        DeclarationText text = new DeclarationWriter().Write([Make.Function("a.f", "Does much", parameters: parameters)], new DeclarationOptions { TokenBudget = 60 });

        text.Text.Should().Contain("f(args:{ id:string /* +80 optional */ })");
    }

    [Fact]
    public void Types_that_are_not_shown_are_named()
    {
        const string Root = """{"$defs":{"a":{"type":"object","properties":{"b":{"$ref":"#/$defs/b"}}},"b":{"type":"object","properties":{"c":{"type":"string"}}}}}""";
        CatalogueFunction function = Make.Function("x.f", result: """{"$ref":"#/$defs/a"}""", root: Root);

        DeclarationText brief = new DeclarationWriter().Write([function], new DeclarationOptions { Detail = DeclarationDetail.Brief });
        DeclarationText full = new DeclarationWriter().Write([function]);

        brief.Unshown.Should().Equal("B");
        brief.Text.Should().Contain("type B = any;").And.Contain("Promise<{ b?:B }>");
        full.Unshown.Should().BeEmpty();
        full.Text.Should().Contain("Promise<{ b?:{ c?:string } }>");
    }

    [Fact]
    public void Definitions_of_one_name_and_different_documents_are_two_types()
    {
        const string One = """{"$defs":{"item":{"type":"object","properties":{"one":{"$ref":"#/$defs/item"}}}}}""";
        const string Two = """{"$defs":{"item":{"type":"object","properties":{"two":{"$ref":"#/$defs/item"}}}}}""";

        string text = new DeclarationWriter().Write(
            [Make.Function("a.f", result: """{"$ref":"#/$defs/item"}""", root: One), Make.Function("b.f", result: """{"$ref":"#/$defs/item"}""", root: Two)]).Text;

        text.Should().Contain("type Item = { one?:Item };").And.Contain("type Item2 = { two?:Item2 };");
    }

    [Fact]
    public async Task Many_threads_write_the_same()
    {
        IReadOnlyList<CatalogueFunction> functions = SyntheticRegistry.Make(60);
        string expected = new DeclarationWriter().Write(functions).Text;
        DeclarationWriter writer = new();

        string[] texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => writer.Write(functions).Text)));

        texts.Should().AllBe(expected);
    }
}

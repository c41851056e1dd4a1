using Router.CodeMode.Catalogue;
using Router.CodeMode.Loop;
using Router.CodeMode.Sdk;
using Router.CodeMode.Tests.Catalogue;
using Router.CodeMode.Tests.Corpora;

namespace Router.CodeMode.Tests.Sdk;

public sealed class SdkGuideTests
{
    private static readonly SdkGuide Large = new(new FunctionCatalogue(SyntheticRegistry.Make(2_500)));
    private static readonly O200kTokenCounter Tokens = new();

    [Theory]
    [InlineData("archive an invoice of billing")]
    [InlineData("xyzzy qwertz")]
    [InlineData("")]
    [InlineData("Find all customers that have not paid since March, write each a letter, and put a meeting about the worst into my calendar.")]
    public async Task A_slice_is_within_its_budget_and_never_empty_at_2500_functions(string task)
    {
        foreach (int budget in new[] { 100, 150, 250, 500, 1_500, 10_000 })
        {
            SdkSlice slice = await Large.SliceAsync(task, budget, default);
            slice.Declarations.Should().NotBeEmpty();
            Tokens.Count(slice.Text).Should().BeLessThanOrEqualTo(budget, $"'{task}' at {budget}");
        }
    }

    [Fact]
    public async Task A_slice_has_declarations_what_else_there_is_and_a_program()
    {
        SdkSlice slice = await Large.SliceAsync("archive an invoice in billing", 1_500, default);
        slice.Declarations.Should().Contain("archive");
        slice.Others.Should().Contain("calendar.* (").And.EndWith("generate_code again with other words.");
        slice.Starter.Should().StartWith("const result = await billing.").And.EndWith(";\nreturn result;");
    }

    [Fact]
    public async Task Where_there_is_no_room_for_a_declaration_names_are_told()
    {
        CatalogueParameter[] many = [.. Enumerable.Range(0, 60).Select(i => Calls.Parameter($"a_rather_long_parameter_{i}", """{"type":"string"}"""))];
        SdkSlice slice = await new SdkGuide(await Calls.CatalogueAsync(Calls.Echo("big.one", many), Calls.Echo("big.two", many))).SliceAsync("big", 100, default);
        slice.Text.Should().Contain("big.one");
        Tokens.Count(slice.Text).Should().BeLessThanOrEqualTo(100);
        (await new SdkGuide(FunctionCatalogue.Empty).SliceAsync("anything", 100, default)).Text.Should().Be("There are no functions.");
    }

    [Theory]
    [InlineData("""{"type":"string"}""", "\"…\"")]
    [InlineData("""{"enum":["a\"b","c"]}""", "\"a\\u0022b\"")]
    [InlineData("""{"const":7}""", "7")]
    [InlineData("""{"type":["integer","null"]}""", "1")]
    [InlineData("""{"type":"boolean"}""", "true")]
    [InlineData("""{"type":"array"}""", "[]")]
    [InlineData("true", "{}")]
    public void A_program_to_begin_with_has_a_value_of_the_kind_that_is_asked_for(string schema, string value)
    {
        StarterProgram.Of(Calls.Echo("f.g", Calls.Parameter("a-b", schema), Calls.Parameter("not", "true", required: false)))
            .Should().Be($"const result = await f.g({{ \"a-b\": {value} }});\nreturn result;");
        StarterProgram.Of(Calls.Echo("f.g", Calls.Parameter("a", schema)) with { TakesOneObject = false }).Should().Be($"const result = await f.g({value});\nreturn result;");
        StarterProgram.Of(Calls.Echo("f.g")).Should().Be("const result = await f.g();\nreturn result;");
    }
}

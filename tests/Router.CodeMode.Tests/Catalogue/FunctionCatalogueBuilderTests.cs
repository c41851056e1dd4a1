using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue;
using static Router.CodeMode.Tests.Catalogue.Calls;

namespace Router.CodeMode.Tests.Catalogue;

public sealed class FunctionCatalogueBuilderTests
{
    [Fact]
    public async Task A_catalogue_knows_its_functions_its_namespaces_and_its_roots()
    {
        FunctionCatalogue catalogue = await new FunctionCatalogueBuilder()
            .Add(new ListSource("one", "a", [Echo("a.x"), Echo("a.y.z")]))
            .Add(new ListSource("two", null, [Echo("top"), Echo("b.x")]))
            .BuildAsync();

        catalogue.Functions.Select(function => function.Name).Should().Equal("a.x", "a.y.z", "b.x", "top");
        catalogue.Namespaces.Select(space => (space.Name, space.Count)).Should().Equal(("", 1), ("a", 2), ("b", 1));
        catalogue.Roots.Should().Equal("a", "b", "top");
    }

    [Fact]
    public async Task Raw_and_sanitised_names_are_both_found_and_a_raw_name_of_two_is_neither()
    {
        FunctionCatalogue catalogue = await new FunctionCatalogueBuilder()
            .Add(new ListSource("one", "a", [Echo("a.pulls.list") with { RawName = "pulls/list" }, Echo("a.only") with { RawName = "on-ly" }]))
            .Add(new ListSource("two", "b", [Echo("b.pulls.list") with { RawName = "pulls/list" }]))
            .BuildAsync();

        catalogue.Find("a.only").Should().BeSameAs(catalogue.Find("on-ly")).And.BeSameAs(catalogue.Find("a.on-ly")).And.NotBeNull();
        catalogue.Find("pulls/list").Should().BeNull("it would be a guess which");
        catalogue.Find("b.pulls/list")!.Name.Should().Be("b.pulls.list");
        new CatalogueDispatcher(catalogue).Suggest("pulls/list").Should().Contain("a.pulls.list").And.Contain("b.pulls.list");
    }

    [Fact]
    public async Task Every_problem_is_told_at_once_with_both_owners()
    {
        CatalogueException failure = await Failure(
            new ListSource("first", null, [Echo("w.get") with { RawName = "w.get", Source = "first" }, Echo("p") with { Source = "first" }]),
            new ListSource("second", null, [Echo("w.get") with { RawName = "w-get", Source = "second" }, Echo("p.q") with { Source = "second" }]),
            new ListSource("third", null, [Echo("z.z") with { RawName = "p", Source = "third" }]),
            new ListSource("fourth", "bad-root", []));

        failure.Problems.Should().HaveCount(4);
        failure.Message.Should().Contain("'w.get' of first and 'w-get' of second would both be called 'w.get'")
            .And.Contain("'p' of first is called 'p', which would also be the namespace of 'p.q' of second")
            .And.Contain("'p' of third can be called 'p'").And.Contain("also the name of 'p' of first")
            .And.Contain("'bad-root' is no identifier").And.Contain("'bad_root'");
    }

    [Fact]
    public async Task A_name_that_is_a_namespace_of_its_own_source_makes_room_and_is_told_of()
    {
        FunctionCatalogue catalogue = await new FunctionCatalogueBuilder()
            .Add(new ListSource("s", "a", [Echo("a.pets") with { RawName = "pets" }, Echo("a.pets.list") with { RawName = "pets/list" }, Echo("a.pets_") with { RawName = "pets-" }]))
            .BuildAsync();

        catalogue.Functions.Select(function => function.Name).Should().Equal("a.pets.list", "a.pets_", "a.pets__");
        catalogue.Find("a.pets")!.Name.Should().Be("a.pets__", "its source's own name still finds it");
        catalogue.Find("a.pets_")!.RawName.Should().Be("pets-");
        catalogue.Renamed.Should().ContainSingle().Which.Should().Contain("'pets' of tests is called 'a.pets__'");
        (await CatalogueAsync(Echo("a"), Echo("b.c"))).Renamed.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_of_one_name_that_is_a_namespace_too_are_still_refused() =>
        (await Failure(new ListSource("s", null, [Echo("p"), Echo("p"), Echo("p.q")]))).Message.Should().Contain("would both be called");

    [Theory]
    [InlineData("console")]
    [InlineData("JSON")]
    [InlineData("Math")]
    [InlineData("notify")]
    [InlineData("setTimeout")]
    [InlineData("delete")]
    [InlineData("globalThis")]
    public async Task What_javascript_or_the_sandbox_gives_is_no_root_and_a_fine_member(string name)
    {
        (await Failure(new ListSource("tools", null, [Echo(name)]))).Message.Should().Contain($"'{name}'").And.Contain("Give the source a root");
        (await Failure(new ListSource("tools", name, [Echo(name + ".x")]))).Message.Should().Contain("another name");

        (await CatalogueAsync(Echo("a." + name))).Find("a." + name).Should().NotBeNull();
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_stand_apart_and_are_told_of()
    {
        FunctionCatalogue catalogue = await CatalogueAsync(Echo("a.List"), Echo("a.list"));

        catalogue.Find("a.LIST").Should().BeNull();
        new CatalogueDispatcher(catalogue).Suggest("a.LIST").Should().Contain("Case counts").And.Contain("a.List or a.list");
    }

    [Fact]
    public async Task A_function_outside_of_its_sources_root_or_with_two_parameters_of_one_name_is_refused() =>
        (await Failure(new ListSource("s", "a", [Echo("b.x"), Echo("a.y", Parameter("p", "{}"), Parameter("p", "{}"))]))).Problems.Should().HaveCount(2);

    [Fact]
    public async Task Two_and_a_half_thousand_functions_are_built_twice_without_one_another()
    {
        AITool[] tools = [.. Enumerable.Range(0, 2500).Select(index => (AITool)StubFunctions.Make($"f{index}", """{"type":"object","properties":{"a":{"type":"string"}}}"""))];
        FunctionCatalogueBuilder builder = new FunctionCatalogueBuilder().AddTools(tools, "tools");

        FunctionCatalogue first = await builder.BuildAsync();
        FunctionCatalogue second = await builder.BuildAsync();

        first.Functions.Should().HaveCount(2500);
        second.Should().NotBeSameAs(first);
        second.Find("tools.f7").Should().NotBeNull();
    }

    private static async Task<CatalogueException> Failure(params ICatalogueSource[] sources)
    {
        FunctionCatalogueBuilder builder = new();
        foreach (ICatalogueSource source in sources)
        {
            builder.Add(source);
        }

        return (await FluentActions.Awaiting(async () => await builder.BuildAsync()).Should().ThrowAsync<CatalogueException>()).Which;
    }
}

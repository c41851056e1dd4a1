using Router.Configuration.Sources;
using Microsoft.Extensions.Configuration;
using Router.Configuration;

namespace Router.Tests.Configuration;

public sealed class RouteOutlineTests
{
    [Fact]
    public void Names_tasks_and_defaults_are_read_without_any_provider_type()
    {
        RouteOutline outline = RouteOutline.FromFile(Given.RepositoryFile());

        outline.Routes.Should().BeEquivalentTo(new Dictionary<string, RouteTask>
        {
            ["assistant"] = RouteTask.Chat,
            ["painter"] = RouteTask.Image,
            ["captioner"] = RouteTask.Chat,
        });
        outline.DefaultFor(RouteTask.Chat).Should().Be("assistant");
        outline.DefaultFor(RouteTask.Image).Should().Be("painter");
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("[ 1 ]")]
    [InlineData("")]
    [InlineData("""{ "routes": [ ], "defaults": 3 }""")]
    public void What_cannot_be_read_is_left_for_the_load_to_report(string json) => Outline(json).Routes.Should().BeEmpty();

    [Fact]
    public void A_route_with_faults_is_listed_all_the_same()
    {
        RouteOutline outline = Outline("""{ "routes": { "a": { "tsk": 1 }, "b": { "task": "image", "targets": 3 } }, "limits": 1 }""");

        outline.Routes.Should().BeEquivalentTo(new Dictionary<string, RouteTask> { ["a"] = RouteTask.Chat, ["b"] = RouteTask.Image });
        outline.DefaultFor(RouteTask.Chat).Should().Be("a");
    }

    [Fact]
    public void Without_a_default_there_is_none_among_several_routes()
    {
        Outline("""{ "routes": { "a": { }, "b": { } } }""").DefaultFor(RouteTask.Chat).Should().BeNull();
    }

    [Fact]
    public void A_missing_file_has_no_routes() => RouteOutline.FromFile("/nowhere/providers.json").Routes.Should().BeEmpty();

    [Fact]
    public void A_section_is_read_as_well()
    {
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().AddJsonFile(Given.RepositoryFile()).Build();

        RouteOutline.FromSection(root).Routes.Should().BeEquivalentTo(RouteOutline.FromFile(Given.RepositoryFile()).Routes);
    }

    private static RouteOutline Outline(string json)
    {
        FakeEnvironment machine = new();
        machine.Write(Given.FileName, json);
        return RouteOutline.FromFile(Given.FileName, machine);
    }
}

using Microsoft.Extensions.Configuration;
using Router.Configuration;
using Router.Configuration.Sources;

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
    }

    [Theory]
    [InlineData("[ 1 ]")]
    [InlineData("""{ "routes": [ ], "defaults": 3 }""")]
    public void What_cannot_be_read_is_left_for_the_load_to_report(string json) => Outline(json).Routes.Should().BeEmpty();

    [Fact]
    public void A_route_with_faults_is_listed_all_the_same()
    {
        RouteOutline outline = Outline("""{ "routes": { "a": { "tsk": 1 }, "b": { "task": "image", "targets": 3 } }, "limits": 1 }""");

        outline.Routes.Should().BeEquivalentTo(new Dictionary<string, RouteTask> { ["a"] = RouteTask.Chat, ["b"] = RouteTask.Image });
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("")]
    public void What_is_no_JSON_is_refused_since_no_route_is_known(string json) =>
        Given.Errors(() => Outline(json)).Should().ContainSingle().Which.Line.Should().Be(1);

    [Fact]
    public void A_missing_file_is_refused() =>
        Given.Errors(() => RouteOutline.FromFile("/nowhere/providers.json")).Single().Message.Should().Contain("'/nowhere/providers.json' does not exist");

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

using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.CodeMode.Sdk;
using Router.CodeMode.Tests.Catalogue;
using Router.CodeMode.Tests.Loop;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Sdk;

public sealed class FunctionToolTests
{
    private static readonly CatalogueFunction Run = Calls.Echo(
        "ai.run",
        Calls.Parameter("model", """{"type":"string"}"""),
        Calls.Parameter("input", """{"type":"object"}""", required: false),
        Calls.Parameter("options", """{"type":"object"}""", required: false)) with
    { TakesOneObject = false };

    private static async Task<AIFunction> ToolAsync(CatalogueFunction function) => FunctionTool.All(await Calls.CatalogueAsync(function)).Single();

    private static async Task<string?> CallAsync(AIFunction tool, params (string Name, object? Value)[] arguments) =>
        ((JsonElement?)await tool.InvokeAsync(new AIFunctionArguments(arguments.ToDictionary(argument => argument.Name, argument => argument.Value))))?.GetRawText();

    [Fact]
    public async Task Arguments_by_name_become_arguments_by_position()
    {
        AIFunction tool = await ToolAsync(Run);
        (await CallAsync(tool, ("options", JsonElement.Parse("{\"a\":1}")), ("model", "m"))).Should().Be("""{"model":"m","options":{"a":1}}""");
        (await CallAsync(tool, ("model", "m"), ("input", null))).Should().Be("""{"model":"m"}""");
    }

    [Fact]
    public async Task A_name_that_no_parameter_has_is_an_error_and_nothing_is_called() =>
        (await FluentActions.Awaiting(async () => await CallAsync(await ToolAsync(Run), ("model", "m"), ("imput", JsonElement.Parse("{}"))))
            .Should().ThrowAsync<CodeCallException>().WithMessage("*'imput'*")).Which.Hint.Should().Contain("input");

    [Fact]
    public async Task Null_means_left_out_where_a_parameter_is_optional_and_null_where_it_is_not()
    {
        AIFunction tool = await ToolAsync(Calls.Echo("f", Calls.Parameter("a", """{"type":["string","null"]}"""), Calls.Parameter("b", """{"type":"string"}""", required: false)));
        (await CallAsync(tool, ("a", null), ("b", JsonElement.Parse("null")))).Should().Be("""{"a":null}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_gives_wrong_arguments_reads_what_would_be_right(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = new CodeModeOptions(),
            Catalogue = new CodeModeCatalogue(await Calls.CatalogueAsync(Calls.Echo("mail.send", Calls.Parameter("to", """{"type":"string"}""")))),
            Turns = [Turn("m0", Call("c0", "mail_send", ("too", "a"))), Turn("m1", Call("c1", "mail_send", ("to", "a"))), Say("m2", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.ResultOf("c0").Should().StartWith("Error: Function failed. mail.send").And.Contain("did you mean 'to'");
        result.ResultOf("c1").Should().Be("""{"to":"a"}""");
    }

    [Fact]
    public async Task A_failure_inside_of_a_function_tells_the_model_nothing_of_it()
    {
        CatalogueFunction function = Calls.Echo("f") with { Invoke = static (_, _) => throw new InvalidOperationException("password=hunter2") };
        await FluentActions.Awaiting(async () => await CallAsync(await ToolAsync(function))).Should().ThrowAsync<CodeCallException>().WithMessage("f failed.");
    }

    [Fact]
    public async Task Names_are_those_that_providers_take_and_stay_apart()
    {
        string tail = new('x', 70);
        IReadOnlyList<AIFunction> tools = FunctionTool.All(await Calls.CatalogueAsync(
            Calls.Echo("a.b_c"), Calls.Echo("a_b.c"), Calls.Echo($"one.{tail}"), Calls.Echo($"two.{tail}"), Calls.Echo("grüß.gott")));
        tools.Select(tool => tool.Name).Should().OnlyHaveUniqueItems().And.AllSatisfy(name => name.Should().MatchRegex("^[A-Za-z0-9_-]{1,64}$"));
    }
}

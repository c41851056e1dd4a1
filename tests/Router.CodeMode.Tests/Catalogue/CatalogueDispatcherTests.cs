using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;
using static Router.CodeMode.Tests.Catalogue.Calls;

namespace Router.CodeMode.Tests.Catalogue;

public sealed class CatalogueDispatcherTests
{
    private static readonly CatalogueFunction Issues = Echo(
        "gh.issues.create",
        Parameter("owner", """{"type":"string"}"""),
        Parameter("title", """{"type":"string","maxLength":10}"""),
        Parameter("state", """{"enum":["open","closed"]}""", required: false),
        Parameter("labels", """{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}}""", required: false));

    private static readonly CatalogueFunction Named = Echo(
        "env.run",
        Parameter("model", """{"type":"string"}"""),
        Parameter("inputs", """{"type":"object"}"""),
        Parameter("options", """{"type":"object"}""", required: false));

    private static readonly CatalogueFunction Run = Named with { TakesOneObject = false };

    [Theory]
    [InlineData("gh.issues.create", """[{"owner":"o","title":"t"}]""", """{"owner":"o","title":"t"}""")]
    [InlineData("one", """["Paris"]""", """{"city":"Paris"}""")]
    [InlineData("one", """[{"city":"Paris"}]""", """{"city":"Paris"}""")]
    [InlineData("none", "[]", "{}")]
    [InlineData("none", "[null]", "{}")]
    [InlineData("none", "[{}]", "{}")]
    [InlineData("env.run", """["m",{"a":1}]""", """{"inputs":{"a":1},"model":"m"}""")]
    [InlineData("env.run", """["m",{"a":1},null]""", """{"inputs":{"a":1},"model":"m"}""")]
    [InlineData("env.run", """[{"model":"m","inputs":{}}]""", """{"inputs":{},"model":"m"}""")]
    [InlineData("free", """[{"whatever":1}]""", """{"whatever":1}""")]
    public async Task Arguments_find_their_parameters(string name, string arguments, string bound) =>
        (await (await Dispatcher()).ValueAsync(name, arguments)).GetRawText().Should().Be(bound);

    [Theory]
    [InlineData("gh.issues.create", "[]", "'owner' is missing", "'title' is missing")]
    [InlineData("gh.issues.create", """[{"owner":"o","titel":"t"}]""", "no parameter 'titel'; did you mean 'title'?", "({ owner, title, state?, labels? })")]
    [InlineData("gh.issues.create", """[{"owner":5,"title":"t"}]""", "'owner' is an integer; a string is expected; write it in quotes", "")]
    [InlineData("gh.issues.create", """[{"owner":"o","title":"t","state":"opne"}]""", "'state' is none of \"open\", \"closed\"; did you mean \"open\"?", "")]
    [InlineData("gh.issues.create", """[{"owner":"o","title":"much too long"}]""", "'title' has 13 characters; it has at most 10", "")]
    [InlineData("gh.issues.create", """[{"owner":"o","title":"t","labels":[{"name":"x"},{"nam":"secret-value"}]}]""", "'labels[1]' lacks 'name'", "'labels[1]' has no member 'nam'; did you mean 'name'?")]
    [InlineData("gh.issues.create", """["o","t"]""", "It was given 2 arguments; it takes one object", "gh.issues.create({")]
    [InlineData("env.run", """["m"]""", "'inputs' is missing", "env.run(model, inputs, options?)")]
    [InlineData("env.run", """["m",{},{},4]""", "at most 3", "")]
    [InlineData("env.run", """["m","secret-value"]""", "'inputs' is a string; an object is expected", "")]
    [InlineData("env.run", """[{"model":"m"}]""", "'model' is an object; a string is expected", "")]
    [InlineData("number", """["42"]""", "write it without quotes", "")]
    public async Task What_is_wrong_is_told_with_what_is_right_and_never_with_the_value(string name, string arguments, string told, string also)
    {
        CodeError error = await (await Dispatcher()).ErrorAsync(name, arguments);

        error.Kind.Should().Be(CodeErrorKind.InvalidArguments);
        $"{error.Message} {error.Hint}".Should().ContainAll(new[] { told, also, name }.Where(text => text.Length > 0)).And.NotContain("secret-value");
    }

    [Fact]
    public async Task Arguments_nested_without_end_are_refused_and_not_followed()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
        JsonElement arguments = JsonElement.Parse($"[{{\"whatever\":{deep}}}]", new JsonDocumentOptions { MaxDepth = 1000 });

        (await Dispatcher()).Check("free", arguments)!.Message.Should().Contain("deeper than 128");
    }

    [Fact]
    public async Task Only_the_words_of_a_call_exception_reach_the_program()
    {
        CatalogueDispatcher dispatcher = await DispatcherAsync(
            Echo("told") with { Invoke = (_, _) => throw new CodeCallException("no such city") { Hint = "Paris", Kind = CodeErrorKind.Denied } },
            Echo("kept") with { Invoke = (_, _) => throw new InvalidOperationException("password=1234") });

        CodeError told = await dispatcher.ErrorAsync("told", "[]");
        CodeError kept = await dispatcher.ErrorAsync("kept", "[]");

        (told.Kind, told.Message, told.Hint).Should().Be((CodeErrorKind.Denied, "told: no such city", "Paris"));
        (kept.Kind, kept.Message).Should().Be((CodeErrorKind.FunctionFailed, "kept failed."));
    }

    [Fact]
    public async Task A_run_that_ended_cancels_its_call()
    {
        using CancellationTokenSource run = new();
        CatalogueDispatcher dispatcher = await DispatcherAsync(Echo("f") with
        {
            Invoke = async (_, token) =>
            {
                await run.CancelAsync();
                token.ThrowIfCancellationRequested();
                return CodeCallResult.Success(null);
            },
        });

        await FluentActions.Awaiting(async () => await dispatcher.InvokeAsync(Call("f", "[]"), run.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("gh.issues.creat", "Did you mean gh.issues.create?")]
    [InlineData("gh.issue.create", "gh.issues.create")]
    [InlineData("issues.create", "gh.issues.create")]
    [InlineData("gh.issues", "is a namespace; in it are gh.issues.create")]
    [InlineData("gh.issues.frobnicate", "In gh.issues there are gh.issues.create")]
    [InlineData("zzzzzz", "What exists begins with")]
    public async Task A_wrong_name_is_answered_with_near_ones(string wrong, string told)
    {
        CatalogueDispatcher dispatcher = await Dispatcher();

        dispatcher.Suggest(wrong).Should().Contain(told);
        (await dispatcher.ErrorAsync(wrong, "[]")).Kind.Should().Be(CodeErrorKind.UnknownFunction);
    }

    [Theory]
    [InlineData("""[{"city":"\ud83d"}]""")]
    [InlineData("""[{"\udc00":1}]""")]
    public async Task Half_a_surrogate_pair_is_a_wrong_argument_and_no_crash(string arguments)
    {
        CatalogueDispatcher dispatcher = await DispatcherAsync(Echo("f", Parameter("city", """{"type":"string","maxLength":9}""")));

        (await dispatcher.ErrorAsync("f", arguments)).Kind.Should().Be(CodeErrorKind.InvalidArguments);
    }

    [Fact]
    public async Task A_slip_is_found_among_thousands_of_functions()
    {
        string[] nouns = ["issues", "pulls", "repositories", "deployments", "environments", "workflows", "organizations", "codespaces", "packages", "secrets"];
        CatalogueDispatcher dispatcher = await DispatcherAsync([.. Enumerable.Range(0, 2500).Select(index => Echo($"github.{nouns[index % 10]}.list_{nouns[index / 10 % 10]}_number_{index}"))]);

        dispatcher.Suggest("github.isues.list_pulls_number_11").Should().Contain("list_pulls_number_1");
    }

    private static Task<CatalogueDispatcher> Dispatcher() => DispatcherAsync(
        Issues,
        Run,
        Echo("one", Parameter("city", """{"type":"string"}"""), Parameter("days", """{"type":"integer"}""", required: false)),
        Echo("number", Parameter("count", """{"type":"integer"}""")),
        Echo("none"),
        Echo("free") with { TakesFurtherMembers = true });
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Execution;

public sealed partial class CodeFunctionSetTests
{
    [Theory]
    [InlineData("a.b", "a.b", "already")]
    [InlineData("a.b", "a", "a.b")]
    [InlineData("a", "a.b.c", "a is a function")]
    [InlineData("a.b", "a.b.c", "a.b is a function")]
    public void A_name_is_a_function_or_a_namespace(string first, string second, string words)
    {
        CodeFunctionSet set = new CodeFunctionSet().Add(first, Nothing);

        FluentActions.Invoking(() => set.Add(second, Nothing)).Should().Throw<ArgumentException>().WithMessage($"*{second}*").WithMessage($"*{words}*");
        set.Find(first).Should().NotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("delete.it")]
    [InlineData("$sleep")]
    public void A_name_that_no_program_could_write_is_refused(string name) =>
        FluentActions.Invoking(() => new CodeFunctionSet().Add(name, Nothing)).Should().Throw<ArgumentException>();

    [Fact]
    public void Words_of_the_language_may_be_members_and_roots_are_listed_once()
    {
        CodeFunctionSet set = new CodeFunctionSet().Add("files.delete", Nothing).Add("files.new", Nothing).Add("now", Nothing);

        set.Roots.Should().Equal("files", "now");
    }

    [Theory]
    [InlineData("github.issue.list", "Did you mean github.issues.list?")]
    [InlineData("issues.list", "github.issues.list")]
    [InlineData("github.nothing", "github has github.issues.list, github.repos.get.")]
    public void A_suggestion_names_what_is_near(string name, string words)
    {
        CodeFunctionSet set = new CodeFunctionSet().Add("github.issues.list", Nothing).Add("github.repos.get", Nothing).Add("other", Nothing);

        set.Suggest(name).Should().Contain(words);
    }

    [Fact]
    public void Nothing_near_is_no_suggestion()
    {
        CodeFunctionSet set = new CodeFunctionSet().Add("github.issues.list", Nothing);

        set.Suggest("weather").Should().BeNull();
        set.Suggest(new string('a', 256)).Should().BeNull();
    }

    [Theory]
    [InlineData("[{\"owner\":\"o\",\"count\":3}]")]
    [InlineData("[\"o\",3]")]
    public async Task A_function_is_called_by_name_or_by_place(string arguments)
    {
        CodeCallResult result = await InvokeAsync(Repo(), arguments);

        result.Value!.Value.GetString().Should().Be("o 3");
    }

    [Fact]
    public async Task What_is_left_open_takes_its_default_also_as_null()
    {
        (await InvokeAsync(Repo(), "[\"o\"]")).Value!.Value.GetString().Should().Be("o 1");
        (await InvokeAsync(Repo(), "[{\"owner\":\"o\",\"count\":null}]")).Value!.Value.GetString().Should().Be("o 1");
    }

    [Theory]
    [InlineData("[{\"ownr\":\"o\"}]", "no parameter ownr; did you mean owner?")]
    [InlineData("[{\"count\":3}]", "needs owner")]
    [InlineData("[]", "needs owner")]
    [InlineData("[{\"owner\":5}]", "owner of repo is a number, not string")]
    [InlineData("[\"o\",1.5]", "is a number with a fraction, not integer")]
    [InlineData("[1,2,3]", "called with 3 arguments")]
    public async Task Arguments_that_do_not_fit_say_what_would(string arguments, string words)
    {
        CodeCallException error = (await FluentActions.Awaiting(() => InvokeAsync(Repo(), arguments)).Should().ThrowAsync<CodeCallException>()).Which;

        error.Kind.Should().Be(CodeErrorKind.InvalidArguments);
        error.Message.Should().Contain(words);
        error.Hint.Should().StartWith("It is repo({ owner: string, count?: integer");
    }

    [Fact]
    public async Task Bytes_cross_in_both_directions()
    {
        AIFunction function = AIFunctionFactory.Create((byte[] data) => new DataContent(data.Reverse().ToArray(), "image/png"), "flip", null, Context.Default.Options);

        CodeCallResult result = await InvokeAsync(new CodeFunctionSet().Add(function), "[{\"$bytes\":\"AQID\"}]", "flip");

        result.Value!.Value.GetRawText().Should().Be("{\"$bytes\":\"AwIB\",\"$type\":\"image/png\"}");
    }

    [Fact]
    public void A_function_that_wants_approval_says_so_through_its_wrapping()
    {
        AIFunction function = AIFunctionFactory.Create(() => "x", "pay", null, Context.Default.Options);
        CodeFunctionSet set = new CodeFunctionSet().Add(new ApprovalRequiredAIFunction(function)).Add(function, "bank.pay", idempotent: true, readOnly: true);

        set.Find("pay")!.RequiresApproval.Should().BeTrue();
        set.Find("bank.pay").Should().Be(new CodeFunction { Name = "bank.pay", Idempotent = true, ReadOnly = true });
    }

    [Fact]
    public async Task Content_becomes_what_a_program_can_read()
    {
        AIFunction function = new Answering(new List<AIContent> { new TextContent("t"), new DataContent(new byte[] { 1 }, "a/b") });

        CodeCallResult result = await InvokeAsync(new CodeFunctionSet().Add(function), "[]", "answering");

        result.Value!.Value.GetRawText().Should().Be("[\"t\",{\"$bytes\":\"AQ==\",\"$type\":\"a/b\"}]");
    }

    private static CodeFunctionSet Repo() =>
        new CodeFunctionSet().Add(AIFunctionFactory.Create((string owner, int count = 1) => $"{owner} {count}", "repo", null, Context.Default.Options));

    private static ValueTask<JsonElement?> Nothing(CodeCall call, CancellationToken token) => default;

    private static async Task<CodeCallResult> InvokeAsync(CodeFunctionSet set, string arguments, string name = "repo") => await set.InvokeAsync(
        new CodeCall { RunId = "r", Number = 1, Name = name, Arguments = RunBench.Json(arguments) }, default);

    private sealed class Answering(object answer) : AIFunction
    {
        public override string Name => "answering";

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new(answer);
    }

    [JsonSerializable(typeof(string))]
    [JsonSerializable(typeof(int))]
    [JsonSerializable(typeof(byte[]))]
    [JsonSerializable(typeof(JsonElement))]
    [JsonSerializable(typeof(DataContent))]
    private sealed partial class Context : JsonSerializerContext;
}

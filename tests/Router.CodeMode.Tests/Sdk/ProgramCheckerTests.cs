using Router.CodeMode.Catalogue;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.CodeMode.Programs;
using Router.CodeMode.Results;
using Router.CodeMode.Sdk;
using Router.CodeMode.Tests.Catalogue;

namespace Router.CodeMode.Tests.Sdk;

public sealed class ProgramCheckerTests
{
    private static async Task<CatalogueDispatcher> FunctionsAsync() => await Calls.DispatcherAsync(
        Calls.Echo("github.issues.list", Calls.Parameter("owner", """{"type":"string"}"""), Calls.Parameter("limit", """{"type":"integer"}""", required: false)));

    private static async Task<IReadOnlyList<CodeError>> CheckAsync(ProgramCall call, bool inSession = false)
    {
        CatalogueDispatcher functions = await FunctionsAsync();
        CodeSession session = new()
        {
            Key = "k",
            Options = new CodeModeOptions(),
            Functions = new CodeModeFunctions(functions, new SdkGuide(functions.Catalogue)),
            Artifacts = new InMemoryArtifactStore(),
            Values = new InMemorySessionValues(),
        };
        return await new ProgramChecker(new ScriptedParser(call)).CheckAsync("return 1;", inSession ? new SessionDispatcher(session, "") : functions, default);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_function_is_told_with_its_place_and_what_may_be_meant(bool inSession)
    {
        CodeError error = (await CheckAsync(new ProgramCall("github.issues.lst", 3, 7, null, null), inSession)).Should().ContainSingle().Subject;
        (error.Kind, error.Line, error.Column).Should().Be((CodeErrorKind.UnknownFunction, 3, 7));
        error.Hint.Should().Contain("github.issues.list");
        (await CheckAsync(new ProgramCall("githab.issues.list", 1, 1, null, null), inSession)).Should().ContainSingle().Which.Hint.Should().Contain("github.issues.list");
    }

    [Theory]
    [InlineData("console.log")]
    [InlineData("Math.max")]
    [InlineData("structuredClone")]
    public async Task What_the_language_gives_is_left_to_the_run(string name) => (await CheckAsync(new ProgramCall(name, 1, 1, "[1]", null), inSession: true)).Should().BeEmpty();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Literal_arguments_are_checked_and_so_are_members_that_are_known_only_by_name(bool inSession)
    {
        ProgramCall call = new("github.issues.list", 2, 5, """[{"owner":1}]""", null);
        CodeError error = (await CheckAsync(call, inSession)).Should().ContainSingle().Subject;
        (error.Kind, error.Line, error.Column).Should().Be((CodeErrorKind.InvalidArguments, 2, 5));
        error.Message.Should().Contain("owner");
        (await CheckAsync(call with { Arguments = """[{"owner":"o"}]""" }, inSession)).Should().BeEmpty();
        (await CheckAsync(call with { Arguments = null, Members = ["limit"] }, inSession)).Single().Message.Should().Contain("'owner' is missing");
        (await CheckAsync(call with { Arguments = null, Members = ["owner", "repo"] }, inSession)).Single().Message.Should().Contain("'repo'");
        (await CheckAsync(call with { Arguments = null, Members = ["owner"] }, inSession)).Should().BeEmpty();
        (await CheckAsync(call with { Arguments = null }, inSession)).Should().BeEmpty("what is known only when it runs is checked then");
    }

    [Fact]
    public async Task Functions_of_the_session_take_what_they_are_given() =>
        (await CheckAsync(new ProgramCall("store.get", 1, 1, "[1]", null), inSession: true)).Should().BeEmpty();

    [Fact]
    public async Task A_program_that_is_none_is_told_as_that()
    {
        ProgramChecker checker = new(new ScriptedParser { Problem = new ProgramProblem("Unexpected token", 1, 4) });
        CodeError error = (await checker.CheckAsync("let let", await FunctionsAsync(), default)).Should().ContainSingle().Subject;
        (error.Kind, error.Message).Should().Be((CodeErrorKind.Parse, "Unexpected token"));
    }

    private sealed class ScriptedParser(params ProgramCall[] calls) : IProgramParser
    {
        internal ProgramProblem? Problem { get; init; }

        // Nothing is an expression, so that places in the body are those of the text.
        public ValueTask<ProgramProblem?> CheckAsync(string text, ProgramGoal goal, CancellationToken cancellationToken) =>
            new(Problem ?? (text.Contains("switch (", StringComparison.Ordinal) || goal == ProgramGoal.Module ? new ProgramProblem("no", 1, 1) : null));

        public ValueTask<ProgramRewrite> RewriteAsync(string source, CancellationToken cancellationToken) => new(new ProgramRewrite { Problem = Problem });

        public ValueTask<string?> StripTypesAsync(string source, CancellationToken cancellationToken) => new((string?)null);

        public ValueTask<IReadOnlyList<ProgramCall>> FindCallsAsync(string body, CancellationToken cancellationToken) => new(calls);
    }
}

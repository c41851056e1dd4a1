using Router.CodeMode.Contract;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;
using Router.CodeMode.QuickJs.Programs;

namespace Router.CodeMode.QuickJs.Tests;

public sealed class ProgramReaderTests : EngineTest
{
    [Theory]
    [InlineData("}); write(1); (function () {")]
    [InlineData("}, write(1), function () {")]
    [InlineData("}(write(1)), function () {")]
    [InlineData("}[write(1)] = function () {")]
    [InlineData("} : write(1) ? async () => {")]
    [InlineData("} : 0; }); write(1); (function () { 0 ? async () => {")]
    [InlineData("return 1; }, async function () { return await write(1);")]
    [InlineData("1); write(1); (2")]
    [InlineData("1), write(1), (2")]
    [InlineData("1) {} switch (await write(1)")]
    [InlineData("1; }, async function () { await write(1")]
    [InlineData("*/ write(1) /*")]
    [InlineData("`; write(1); `")]
    public async Task A_text_that_closes_what_it_did_not_open_is_no_program(string source)
    {
        await using QuickJsProgramParser parser = new(Engine);
        CodeExecutor executor = new(Engine, new ProgramReader(parser), new CodeExecutorOptions());
        ContractFunctions functions = new();

        CodeResult result = await executor.RunAsync(new CodeRequest { Source = source }, functions);

        result.Error?.Kind.Should().Be(CodeErrorKind.Parse, result.Value?.GetRawText());
        functions.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData("return 1 }", 1, 11)]
    [InlineData("if (true) {\n  return 1", 2, 11)]
    [InlineData("return (", 1, 9)]
    [InlineData("const a = 1;\nlet b = ;\nreturn b", 2, 9)]
    public async Task The_place_of_what_cannot_be_read_is_in_the_text(string source, int line, int column)
    {
        await using QuickJsProgramParser parser = new(Engine);
        ProgramException exception = (await new ProgramReader(parser).Awaiting(it => it.ReadAsync(source, default).AsTask()).Should().ThrowAsync<ProgramException>()).Which;
        (exception.Error.Line, exception.Error.Column).Should().Be((line, column), exception.Message);
    }
}

using System.Text;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;
using Router.CodeMode.Workers.Wire;

namespace Router.CodeMode.Workers.Tests.Wire;

public sealed class StepReaderTests
{
    private const string Whole = """[[[1,"a.b","[1]"],[2,"c","[]"]],[["log","hi"]],3,[true,"{\"x\":1}"]]""";

    [Fact]
    public void A_step_is_read_as_it_was_written()
    {
        ScriptStep step = Read(Whole);

        step.Calls.Should().Equal(new ScriptCall(1, "a.b", "[1]"), new ScriptCall(2, "c", "[]"));
        step.Logs.Should().Equal(new CodeLog("log", "hi"));
        step.LogsDropped.Should().Be(3);
        step.Outcome.Should().Be(new ScriptOutcome { Value = """{"x":1}""" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"x\"")]
    [InlineData("[[],[],0]")]
    [InlineData("[[],[],0.5,null]")]
    [InlineData("[[[1,null,\"\"]],[],0,null]")]
    [InlineData("[[],[],0,[]]")]
    [InlineData("[[],[],0,[true,1]]")]
    [InlineData("[{},[],0,null]")]
    public void What_is_no_step_is_a_failure_of_the_program(string text) =>
        Read(text).Outcome!.Failure!.Kind.Should().Be(CodeErrorKind.Program);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_that_a_sandbox_sends_makes_it_throw(int seed)
    {
        Random random = new(seed);
        byte[] whole = Encoding.UTF8.GetBytes(Whole);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] broken = whole[..random.Next(whole.Length + 1)];
            for (int change = random.Next(4); change > 0 && broken.Length > 0; change--)
            {
                broken[random.Next(broken.Length)] = (byte)"[]{}\",:0123nulltruefalse\\u\xff"[random.Next(27)];
            }

            StepReader.Read(broken).Should().NotBeNull();
        }
    }

    private static ScriptStep Read(string text) => StepReader.Read(Encoding.UTF8.GetBytes(text));
}

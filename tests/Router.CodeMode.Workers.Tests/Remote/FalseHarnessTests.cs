using System.Net.WebSockets;
using Router.CodeMode.Driving;
using Router.CodeMode.Engines;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Workers.Tests.Remote;

public sealed class FalseHarnessTests
{
    [Theory]
    [InlineData("?")]
    [InlineData("")]
    [InlineData("S[[],[],0,null]")]
    [InlineData("X")]
    [InlineData("Fnonsense")]
    [InlineData("F[]")]
    [InlineData("F{\"name\":1}")]
    [InlineData("L|L")]
    [InlineData("L|?")]
    [InlineData("L|X")]
    [InlineData("L|Fnonsense")]
    [InlineData("L|close")]
    [InlineData("close")]
    public async Task What_is_no_harness_is_a_failure_of_the_engine(string script)
    {
        await using FalseHarness harness = new(async (socket, end) =>
        {
            await FalseHarness.HearAsync(socket, 'R', end);
            foreach (string frame in script.Split('|'))
            {
                await (frame == "close"
                    ? socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, end)
                    : FalseHarness.SayAsync(socket, frame, end));
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end);
        });
        await using WorkersEngine engine = Engine(harness);

        Func<Task> run = () => engine.RunAsync("return 1").WaitAsync(Driver.Patience);

        await run.Should().ThrowAsync<ScriptEngineException>();
    }

    [Fact]
    public async Task A_step_without_sense_is_a_failure_of_the_program()
    {
        await using FalseHarness harness = new(async (socket, end) =>
        {
            await FalseHarness.HearAsync(socket, 'R', end);
            await FalseHarness.SayAsync(socket, "L", end);
            await FalseHarness.HearAsync(socket, 'E', end);
            await FalseHarness.SayAsync(socket, "S{\"a\":[]}", end);
            await FalseHarness.HearAsync(socket, 'X', end);
        });
        await using WorkersEngine engine = Engine(harness);

        (await engine.RunAsync("return 1").WaitAsync(Driver.Patience)).Failure.Kind.Should().Be(CodeErrorKind.Program);
    }

    [Fact]
    public async Task A_flood_is_cut_off_where_no_program_could_say_so_much()
    {
        long sent = 0;
        await using FalseHarness harness = new(async (socket, end) =>
        {
            await FalseHarness.HearAsync(socket, 'R', end);
            await FalseHarness.SayAsync(socket, "L", end);
            string piece = $"s{new string('x', 1024 * 1024)}";
            while (true)
            {
                await FalseHarness.SayAsync(socket, piece, end);
                sent += piece.Length;
            }
        });
        await using WorkersEngine engine = Engine(harness);

        (await engine.RunAsync("return 1").WaitAsync(Driver.Patience)).Failure.Kind.Should().Be(CodeErrorKind.Memory);
        sent.Should().BeLessThan(200L * 1024 * 1024);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_never_answers_has_timed_out_however_much_it_says(bool chatters)
    {
        await using FalseHarness harness = new(async (socket, end) =>
        {
            await FalseHarness.HearAsync(socket, 'R', end);
            while (chatters)
            {
                await FalseHarness.SayAsync(socket, "s", end);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end);
        });
        await using WorkersEngine engine = Engine(harness, TimeSpan.FromMilliseconds(50));

        (await engine.RunAsync("return 1").WaitAsync(Driver.Patience)).Failure.Kind.Should().Be(CodeErrorKind.Timeout);
    }

    private static WorkersEngine Engine(FalseHarness harness, TimeSpan? grace = null) => new(new WorkersOptions
    {
        Url = harness.Url,
        Token = RemoteHarness.Token,
        RemoteGrace = grace ?? TimeSpan.FromSeconds(30),
    });
}

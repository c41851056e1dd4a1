using Router.CodeMode.Execution;

namespace Router.CodeMode.Contract;

public abstract partial class CodeExecutorContract
{
    /// <summary>The rows of <see cref="A_program_does_what_its_author_meant"/>.</summary>
    public static TheoryData<string> ProgramNames => [.. ContractPrograms.All.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(ProgramNames))]
    public async Task A_program_does_what_its_author_meant(string name)
    {
        if (Exceptions.ContainsKey(name))
        {
            return;
        }

        ContractProgram program = ContractPrograms.All.Single(row => row.Name == name);
        ContractFunctions functions = new();
        CodeResult result = await RunAsync(program.Source, functions);

        result.Error?.Kind.Should().Be(program.Fails, result.Error.Message);
        result.Status.Should().Be(program.Fails is null ? CodeStatus.Completed : CodeStatus.Failed);
        if (program.Fails is null)
        {
            Same(result.Value, program.Value);
        }
        else
        {
            result.Error!.Message.Contains(program.Says ?? string.Empty, StringComparison.Ordinal).Should().BeTrue(result.Error.Message);
            (result.Error.Hint ?? string.Empty).Contains(program.Hints ?? string.Empty, StringComparison.Ordinal).Should().BeTrue(result.Error.Hint);
            if (program.At is { } place)
            {
                result.Error.Line.Should().Be(place.Line, result.Error.Message);
            }
        }

        if (program.Calls is { } calls)
        {
            result.Calls.Select(call => call.Call.Name + (call.Status == CodeCallStatus.Succeeded ? string.Empty : "!")).Should().Equal(calls);
        }

        if (program.Logs is { } logs)
        {
            result.Logs.Select(log => $"{log.Level}: {log.Text}").Should().Equal(logs);
        }

        functions.MostOften.Should().BeLessThan(2);
    }

    [Fact]
    public async Task The_same_seed_and_events_give_the_same_run()
    {
        const string Source = """
            const ids = [];
            for (let i = 0; i < 5; i++) ids.push(await echo([Math.random(), crypto.randomUUID(), i]));
            console.log(Math.random());
            return ids;
            """;
        CodeResult first = await RunAsync(Source, new(), seed: 7);
        CodeResult second = await RunAsync(Source, new(), seed: 7);
        CodeResult other = await RunAsync(Source, new(), seed: 8);

        second.Value!.Value.GetRawText().Should().Be(first.Value!.Value.GetRawText());
        second.Logs.Should().Equal(first.Logs);
        other.Value!.Value.GetRawText().Should().NotBe(first.Value!.Value.GetRawText());
    }

    [Fact]
    public async Task A_program_that_changed_everything_changes_nothing_for_the_next()
    {
        const string Break = """
            Object.prototype.polluted = 1; Array.prototype.map = () => 'broken'; JSON.stringify = () => '"forged"';
            globalThis.left = 'behind'; Math.random = () => 4;
            return [1, 2];
            """;
        CodeResult broken = await RunAsync(Break, new());
        Same(broken.Value, "[1,2]");

        CodeResult next = await RunAsync("return [({}).polluted, [1].map((x) => x + 1), typeof left, Math.random() < 1, JSON.stringify([1])];", new());
        Same(next.Value, """[null,[2],"undefined",true,"[1]"]""");
    }
}

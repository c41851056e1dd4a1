using Router.CodeMode.Execution;

namespace Router.CodeMode.Contract;

public abstract partial class CodeExecutorContract
{
    private const string Innocent = """
        const pages = [];
        for (let i = 0; i < 5; i++) {
          const page = await docs.pages.get({ id: i });
          pages.push(page, ...(await Promise.all([math.add(i, 1), echo({ i })])).map((x) => JSON.stringify(x)));
        }
        return pages.join(';');
        """;

    private const string InnocentValue =
        "\"page 0;1;{\\\"i\\\":0};page 1;2;{\\\"i\\\":1};page 2;3;{\\\"i\\\":2};page 3;4;{\\\"i\\\":3};page 4;5;{\\\"i\\\":4}\"";

    private const int InnocentCalls = 15;

    /// <summary>The rows of <see cref="A_hostile_program_costs_only_itself"/>.</summary>
    public static TheoryData<string> HostileNames => [.. HostilePrograms.All.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task A_hostile_program_costs_only_itself(string name)
    {
        HostileProgram hostile = HostilePrograms.All.Single(row => row.Name == name);
        CodeExecutor executor = Executor();
        ContractFunctions theirs = new();
        Task<CodeResult> running = executor.RunAsync(new CodeRequest { Source = hostile.Source, Limits = HostileLimits, Seed = 1 }, theirs);
        ContractFunctions functions = new();
        CodeRequest innocent = new() { Source = Innocent, Limits = new CodeLimits { Cpu = TimeSpan.FromSeconds(20) } };
        CodeResult[] innocents = await Task
            .WhenAll(Enumerable.Range(0, Innocents).Select(_ => executor.RunAsync(innocent, functions))).WaitAsync(Patience);
        CodeResult result = await running.WaitAsync(Patience);

        if (!Exceptions.ContainsKey(name))
        {
            hostile.Ends.Should().Contain(result.Error?.Kind, result.Error?.Message ?? result.Value?.GetRawText()[..Math.Min(80, result.Value?.GetRawText().Length ?? 0)]);
        }

        foreach (CodeResult other in innocents)
        {
            other.Error.Should().BeNull();
            Same(other.Value, InnocentValue);
        }

        functions.Calls.Should().HaveCount(Innocents * InnocentCalls);
        functions.MostOften.Should().Be(1);
        theirs.MostOften.Should().BeLessThan(2);
        theirs.Calls.Count.Should().BeLessThanOrEqualTo(HostileLimits.Calls);
    }

    [Fact]
    public async Task Many_hostile_programs_at_once_cost_only_themselves()
    {
        CodeExecutor executor = Executor();
        ContractFunctions functions = new();
        Task<CodeResult>[] hostile =
        [
            .. HostilePrograms.All.Where((_, index) => index % 4 == 0)
                .Select(program => executor.RunAsync(new CodeRequest { Source = program.Source, Limits = HostileLimits }, new ContractFunctions())),
        ];
        CodeRequest innocent = new() { Source = Innocent, Limits = new CodeLimits { Cpu = TimeSpan.FromSeconds(20), Wall = TimeSpan.FromMinutes(2) } };
        CodeResult[] innocents = await Task
            .WhenAll(Enumerable.Range(0, Innocents).Select(_ => executor.RunAsync(innocent, functions))).WaitAsync(Patience);
        await Task.WhenAll(hostile).WaitAsync(Patience);

        innocents.Should().OnlyContain(result => result.Status == CodeStatus.Completed);
        functions.MostOften.Should().Be(1);
    }
}

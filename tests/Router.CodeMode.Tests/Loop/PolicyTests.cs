using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.CodeMode.Sdk;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class PolicyTests
{
    private static TestFunction Fine(string name) => new(name, () => $"{name} done");

    private static async Task<LoopResult> Ask(CodeModeOptions settings, ChatOptions options, params AIFunction[] registered) => await new LoopPlan
    {
        Settings = settings with { Executor = new TestExecutor(), Catalogue = new TestCatalogue(registered) },
        Options = options,
        Turns = [Say("m0", "done")],
    }.RunAsync(false);

    [Fact]
    public void The_two_definitions_are_these_and_do_not_change()
    {
        string generate = """{"type":"function","function":{"name":"generate_code","description":"Start here: describe the task. Returns TypeScript declarations of fitting functions and a program.","parameters":{"type":"object","properties":{"task":{"type":"string"}},"required":["task"],"additionalProperties":false}}}""";
        string execute = """{"type":"function","function":{"name":"execute_code","description":"Runs JavaScript that calls these functions: `await namespace.fn({...})`; `return` the result.","parameters":{"type":"object","properties":{"code":{"type":"string"}},"required":["code"],"additionalProperties":false}}}""";
        ToolDefinitions.Write(new GenerateCodeFunction(null!)).Should().Be(generate);
        ToolDefinitions.Write(new ExecuteCodeFunction(null!)).Should().Be(execute);
        new O200kTokenCounter().Count($"[{generate},{execute}]").Should().Be(119);
    }

    [Theory]
    [InlineData(CodeModePolicy.Off, null, false)]
    [InlineData(CodeModePolicy.Off, true, false)]
    [InlineData(CodeModePolicy.OptIn, null, false)]
    [InlineData(CodeModePolicy.OptIn, true, true)]
    [InlineData(CodeModePolicy.Auto, null, false)]
    [InlineData(CodeModePolicy.Auto, true, true)]
    [InlineData(CodeModePolicy.Enforced, null, true)]
    [InlineData(CodeModePolicy.Enforced, false, true)]
    public async Task A_request_decides_where_the_policy_lets_it(CodeModePolicy policy, bool? asked, bool active)
    {
        ChatOptions options = new() { Tools = [Fine("f")], AdditionalProperties = new() { ["kept"] = 1 } };
        if (asked is not null)
        {
            options.AdditionalProperties[CodeModeOptions.RequestProperty] = asked;
        }

        LoopResult result = await Ask(new CodeModeOptions { Policy = policy, Rules = [new() { Route = "never", Policy = CodeModePolicy.Auto }] }, options);
        result.ToolsSent(0).Should().Equal(active ? ["generate_code", "execute_code"] : ["f"]);
        result.Response.GetCodeModeReport()!.Active.Should().Be(active);
        result.Asked[0].Options!.AdditionalProperties!.Keys.Should().Equal(["kept"], "no provider is told of it");
    }

    [Theory]
    [InlineData(1_000_000, 40, 41, true)]
    [InlineData(1_000_000, 40, 40, false)]
    [InlineData(10, 40, 2, true)]
    [InlineData(2_000, 40, 2, false)]
    public async Task Auto_keeps_small_catalogues_direct_by_count_and_by_tokens(int tokens, int functions, int count, bool active)
    {
        CodeModeOptions settings = new() { DirectTokens = tokens, DirectFunctions = functions };
        LoopResult result = await Ask(settings, new ChatOptions { Tools = [Fine("f0")] }, [.. Enumerable.Range(1, count - 1).Select(i => Fine($"f{i}"))]);
        CodeModeReport report = result.Response.GetCodeModeReport()!;
        (report.Active, report.Functions).Should().Be((active, count));
        report.DefinitionTokens.Should().BePositive();
        result.ToolsSent(0).Should().HaveCount(active ? 2 : count, "what is registered is a tool where Code Mode is not");
    }

    [Theory]
    [InlineData("gpt-4o-mini", false)]
    [InlineData("gpt-4o", true)]
    public async Task Rules_make_exceptions_by_model(string model, bool active)
    {
        CodeModeOptions settings = Enforced with { Rules = [new() { Model = "*-mini", Policy = CodeModePolicy.Off }] };
        LoopResult result = await Ask(settings, new ChatOptions { ModelId = model, Tools = [Fine("f")] });
        result.Response.GetCodeModeReport()!.Active.Should().Be(active);
    }

    [Fact]
    public async Task A_function_that_the_request_insists_on_stays_a_tool()
    {
        LoopResult result = await Ask(Enforced, new ChatOptions { Tools = [Fine("f"), Fine("g")], ToolMode = ChatToolMode.RequireSpecific("f") });
        result.ToolsSent(0).Should().Equal("f", "generate_code", "execute_code");
        result.Asked[0].Options!.ToolMode.Should().Be(ChatToolMode.RequireSpecific("f"));
    }

    [Fact]
    public async Task A_predicate_keeps_tools_direct_and_a_tool_of_our_name_is_refused()
    {
        (await Ask(Enforced with { IsDirectOnly = function => function.Name == "g" }, new ChatOptions { Tools = [Fine("f"), Fine("g")] }))
            .ToolsSent(0).Should().Equal("g", "generate_code", "execute_code");
        await FluentActions.Awaiting(() => Ask(Enforced, new ChatOptions { Tools = [Fine("f"), new DirectOnlyFunction(Fine("execute_code"))] }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*execute_code*");
    }

    [Fact]
    public async Task A_request_without_functions_passes_as_it_is_and_a_word_of_another_type_is_refused()
    {
        ChatOptions options = new() { Tools = [new HostedWebSearchTool()] };
        LoopResult result = await Ask(Enforced, options);
        result.Asked[0].Options.Should().BeSameAs(options);
        result.Response.GetCodeModeReport().Should().BeNull();
        await FluentActions.Awaiting(() => Ask(Enforced, new ChatOptions { Tools = [Fine("f")], AdditionalProperties = new() { [CodeModeOptions.RequestProperty] = "yes" } }))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*true or false*");
    }

    [Fact]
    public async Task One_Code_Mode_inside_another_leaves_the_outer_ones_tools_alone()
    {
        ScriptedChatClient model = new(Turn("m0", Program("c0", "call f")), Say("m1", "done"));
        CodeModeOptions settings = Enforced with { Executor = new TestExecutor(), Catalogue = new TestCatalogue() };
        TestFunction function = Fine("f");
        using CodeModeChatClient client = new(new CodeModeChatClient(model, settings), settings);
        ChatResponse response = await client.GetResponseAsync("go", new ChatOptions { Tools = [function] });
        model.Calls[0].Options!.Tools!.Select(tool => tool.Name).Should().Equal("generate_code", "execute_code");
        function.Calls.Should().HaveCount(1);
        response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Should().ContainSingle();
    }

    [Theory]
    [InlineData("good", 1, true)]
    [InlineData("bad|good", 2, true)]
    [InlineData("bad|bad", 2, false)]
    public async Task A_coders_draft_is_checked_mended_once_and_otherwise_left_out(string drafts, int asked, bool handedOn)
    {
        foreach (bool streaming in new[] { true, false })
        {
            ScriptedChatClient coder = new([.. drafts.Split('|').Select((draft, i) => Turn($"d{i}", new TextContent($"```js\n{draft}\n```")))]);
            LoopPlan plan = new()
            {
                Settings = Enforced with { Coder = coder, ProgramChecker = new Checker() },
                Options = new ChatOptions { Tools = [Fine("f")] },
                Turns = [Turn("m0", Call("c0", "generate_code", ("task", "t"))), Say("m1", "done")],
            };
            LoopResult result = await plan.RunAsync(streaming);
            result.ResultOf("c0").Should().Contain("declare function for(t)");
            result.ResultOf("c0")!.Contains("\n\ngood\n\n", StringComparison.Ordinal).Should().Be(handedOn);
            coder.Calls.Should().HaveCount(asked);
            result.Response.Usage!.InputTokenCount.Should().Be(10 * (2 + asked), "what the coder cost is part of what the request cost");
        }
    }

    [Fact]
    public async Task A_coder_that_fails_costs_the_draft_alone()
    {
        LoopPlan plan = new()
        {
            Settings = Enforced with { Coder = new ScriptedChatClient(ScriptedTurn.Fail(new InvalidOperationException("down"))), ProgramChecker = new Checker() },
            Options = new ChatOptions { Tools = [Fine("f")] },
            Turns = [Turn("m0", Call("c0", "generate_code", ("task", "t"))), Say("m1", "done")],
        };
        (await plan.RunAsync(false)).ResultOf("c0").Should().Contain("declare function for(t)");
    }

    private sealed class Checker : IProgramChecker
    {
        public ValueTask<IReadOnlyList<CodeError>> CheckAsync(string source, ICodeDispatcher dispatcher, CancellationToken cancellationToken) =>
            new(source.Contains("bad", StringComparison.Ordinal) ? [new CodeError { Kind = CodeErrorKind.Parse, Message = "no" }] : []);
    }
}

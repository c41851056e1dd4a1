using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class LoopRuleTests
{
    private static ChatOptions With(params AITool[] tools) => new() { Tools = [.. tools] };

    private static TestFunction Fine(string name = "f") => new(name, () => $"{name} done");

    [Fact]
    public void F1_the_defaults_are_40_rounds_3_errors_one_call_at_a_time_and_no_details()
    {
        CodeModeOptions options = new();
        options.MaximumIterationsPerRequest.Should().Be(40);
        options.MaximumConsecutiveErrorsPerRequest.Should().Be(3);
        options.AllowConcurrentInvocation.Should().BeFalse();
        options.IncludeDetailedErrors.Should().BeFalse();
        options.TerminateOnUnknownCalls.Should().BeFalse();
        options.AdditionalTools.Should().BeEmpty();
        options.FunctionInvoker.Should().BeNull();
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, -1)]
    public void F1_limits_below_their_least_are_refused_when_the_client_is_made(int rounds, int errors)
    {
        CodeModeOptions options = Direct with { MaximumIterationsPerRequest = rounds, MaximumConsecutiveErrorsPerRequest = errors };
        using ScriptedChatClient inner = new();
        FluentActions.Invoking(() => new CodeModeChatClient(inner, options)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*it is at least*");
    }

    [Fact]
    public void A_client_whose_policy_needs_an_executor_or_a_catalogue_is_not_made_without()
    {
        using ScriptedChatClient inner = new();
        FluentActions.Invoking(() => new CodeModeChatClient(inner, new CodeModeOptions())).Should().Throw<ArgumentException>().WithMessage("*Executor*");
        FluentActions.Invoking(() => new CodeModeChatClient(inner, new CodeModeOptions { Executor = new TestExecutor() }))
            .Should().Throw<ArgumentException>().WithMessage("*Catalogue*");
    }

    [Fact]
    public async Task F2_no_messages_are_an_error_at_once()
    {
        using CodeModeChatClient client = new(new ScriptedChatClient(), Direct);
        await FluentActions.Awaiting(() => client.GetResponseAsync((IEnumerable<ChatMessage>)null!)).Should().ThrowAsync<ArgumentNullException>();
        FluentActions.Invoking(() => client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public async Task F2_null_from_the_inner_client_is_an_error()
    {
        using CodeModeChatClient client = new(new NullClient(), Direct);
        await FluentActions.Awaiting(() => client.GetResponseAsync("x")).Should().ThrowAsync<InvalidOperationException>();
        await FluentActions.Awaiting(() => client.GetStreamingResponseAsync("x").ToChatResponseAsync()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public async Task F3_the_last_of_at_most_one_more_than_the_limit_is_sent_without_functions_and_its_calls_are_handed_out(bool streaming, int limit)
    {
        TestFunction function = Fine();
        LoopPlan plan = new()
        {
            Settings = Direct with { MaximumIterationsPerRequest = limit },
            Options = new ChatOptions { Tools = [function, new HostedWebSearchTool()], ToolMode = ChatToolMode.Auto },
            Turns = [.. Enumerable.Range(0, limit + 2).Select(i => Turn($"m{i}", Call($"c{i}", "f")))],
        };

        LoopResult result = await plan.RunAsync(streaming);

        result.Asked.Should().HaveCount(limit + 1);
        function.Calls.Should().HaveCount(limit);
        result.ToolsSent(limit - 1).Should().Equal("f", "web_search");
        result.ToolsSent(limit).Should().Equal("web_search");
        result.Asked[limit].Options!.ToolMode.Should().Be(ChatToolMode.Auto);
        result.Contents.OfType<FunctionCallContent>().Last().InformationalOnly.Should().BeFalse();
        result.Results.Should().HaveCount(limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F3_the_tool_mode_goes_with_the_last_tool(bool streaming)
    {
        LoopPlan plan = new()
        {
            Settings = Direct with { MaximumIterationsPerRequest = 1 },
            Options = new ChatOptions { Tools = [Fine()], ToolMode = ChatToolMode.Auto },
            Turns = [Turn("m0", Call("c0", "f")), Say("m1", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked[1].Options!.Tools.Should().BeNull();
        result.Asked[1].Options!.ToolMode.Should().BeNull();
    }

    [Fact]
    public async Task F5_an_answer_without_calls_is_the_inner_clients_own_object()
    {
        ChatResponse own = new(new ChatMessage(ChatRole.Assistant, "hi"));
        using CodeModeChatClient client = new(new FixedClient(own), Direct);
        (await client.GetResponseAsync("x")).Should().BeSameAs(own);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F6_all_messages_of_all_rounds_come_back_with_the_sum_of_the_usage(bool streaming)
    {
        LoopPlan plan = new()
        {
            Options = With(Fine(), Fine("g")),
            Turns = [Turn("m0", Call("c0", "f")), Turn("m1", new TextContent("so"), Call("c1", "g")), Say("m2", "done")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Shapes.Should().Equal(
            "assistant[f#c0]", "tool[#c0=f done]", "assistant[so, g#c1]", "tool[#c1=g done]", "assistant[done]");
        result.Response.Usage!.InputTokenCount.Should().Be(30);
        result.Response.Usage.OutputTokenCount.Should().Be(15);
        result.Response.Usage.AdditionalCounts!["x"].Should().Be(3);
    }

    [Fact]
    public async Task F6_the_usage_objects_of_the_inner_client_are_not_added_into()
    {
        UsageDetails first = new() { InputTokenCount = 10 };
        Queue<ChatResponse> answers = new(
        [
            new ChatResponse(new ChatMessage(ChatRole.Assistant, [Call("c0", "f")])) { Usage = first },
            new ChatResponse(new ChatMessage(ChatRole.Assistant, "done")) { Usage = new UsageDetails { InputTokenCount = 7 } },
        ]);
        using CodeModeChatClient client = new(new FixedClient(answers.Dequeue), Direct);
        ChatResponse response = await client.GetResponseAsync("x", With(Fine()));
        response.Usage!.InputTokenCount.Should().Be(17);
        first.InputTokenCount.Should().Be(10);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task F7_a_tool_that_ends_the_request_skips_the_calls_after_it(bool streaming, bool concurrent)
    {
        TestFunction ending = new("end", () =>
        {
            CodeModeChatClient.CurrentInvocation!.Terminate = true;
            return "ended";
        });
        TestFunction later = Fine("later");
        LoopPlan plan = new()
        {
            Settings = Direct with { AllowConcurrentInvocation = concurrent },
            Options = With(ending, later),
            Turns = [Turn("m0", Call("c0", "end"), Call("c1", "later")), Say("m1", "never")],
        };
        LoopResult result = await plan.RunAsync(streaming);
        result.Asked.Should().HaveCount(1);
        later.Calls.Should().HaveCount(concurrent ? 1 : 0);
        result.Results.Should().HaveCount(concurrent ? 2 : 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F8_handled_calls_are_informational_and_informational_calls_are_left_alone(bool streaming)
    {
        TestFunction function = Fine();
        FunctionCallContent foreign = Call("c1", "f");
        foreign.InformationalOnly = true;
        LoopPlan plan = new() { Options = With(function), Turns = [Turn("m0", Call("c0", "f"), foreign), Say("m1", "done")] };
        LoopResult result = await plan.RunAsync(streaming);
        function.Calls.Should().HaveCount(1);
        result.Contents.OfType<FunctionCallContent>().Should().OnlyContain(call => call.InformationalOnly);
        result.Results.Select(answer => answer.CallId).Should().Equal("c0");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task F9_a_call_that_the_service_answered_itself_is_not_made(bool streaming, bool resultFirst)
    {
        TestFunction function = Fine();
        AIContent[] contents = [Call("c0", "f"), new FunctionResultContent("c0", "theirs")];
        LoopPlan plan = new() { Options = With(function), Turns = [Turn("m0", resultFirst ? [.. contents.Reverse()] : contents)] };
        LoopResult result = await plan.RunAsync(streaming);
        function.Calls.Should().BeEmpty();
        result.Asked.Should().HaveCount(1);
        result.Contents.OfType<FunctionCallContent>().Single().InformationalOnly.Should().BeTrue();
    }

    [Theory]
    [InlineData(typeof(IChatClient))]
    [InlineData(typeof(CodeModeChatClient))]
    public void C3_services_are_answered_here_and_below(Type self)
    {
        ChatClientMetadata metadata = new("p");
        using CodeModeChatClient client = new(new ScriptedChatClient { Metadata = metadata }, Direct);
        client.GetService(self).Should().BeSameAs(client);
        client.GetService(self, "key").Should().BeNull();
        client.GetService(typeof(ChatClientMetadata)).Should().BeSameAs(metadata);
        FluentActions.Invoking(() => client.GetService(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void C4_the_inner_client_is_disposed_with_it()
    {
        ScriptedChatClient inner = new();
        new CodeModeChatClient(inner, Direct).Dispose();
        inner.Disposed.Should().BeTrue();
    }

    [Fact]
    public async Task C1_requests_at_the_same_time_do_not_mix()
    {
        using CodeModeChatClient client = new(new EchoClient(), Direct);
        ChatOptions options = With(new TestFunction("f", (arguments, _) => new ValueTask<object?>($"got {arguments["n"]}")));
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => (await client.GetResponseAsync($"{i}", options)).Text));
        answers.Should().Equal(Enumerable.Range(0, 100).Select(i => $"got {i}"));
    }

    private sealed class NullClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<ChatResponse>(null!);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return null!;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class FixedClient(Func<ChatResponse> answer) : DelegatingChatClient(new ScriptedChatClient())
    {
        internal FixedClient(ChatResponse response)
            : this(() => response)
        {
        }

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(answer());
    }

    private sealed class EchoClient() : DelegatingChatClient(new ScriptedChatClient())
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            List<ChatMessage> all = [.. messages];
            return all.Count == 1
                ? new ChatResponse(new ChatMessage(ChatRole.Assistant, [Call("c", "f", ("n", all[0].Text))]))
                : new ChatResponse(new ChatMessage(ChatRole.Assistant, all[^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString()));
        }
    }
}

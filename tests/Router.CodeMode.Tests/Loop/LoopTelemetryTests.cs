using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Router.CodeMode.Loop;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

public sealed class LoopTelemetryTests
{
    private static TestFunction Fine(string name) => new(name, () => $"{name} done");

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task F31_one_span_for_the_rounds_and_one_for_each_tool_with_content_only_where_it_is_on(bool streaming, bool content)
    {
        (List<Activity> spans, string name, ActivityListener listener) = Listen();
        using ActivitySource source = new(name);
        using (listener)
        {
            await RunAsync(source, streaming, Enforced with { CaptureContent = content });
        }

        Activity parent = spans.Single(span => span.DisplayName == "orchestrate_tools");
        Activity[] tools = [.. spans.Where(span => span != parent).OrderBy(span => span.StartTimeUtc)];
        tools.Select(span => span.DisplayName).Should().Equal("execute_tool execute_code", "execute_tool bad");
        tools.Should().OnlyContain(span => span.ParentSpanId == parent.SpanId && span.Kind == ActivityKind.Internal);
        Activity program = tools[0];
        program.GetTagItem("gen_ai.operation.name").Should().Be("execute_tool");
        program.GetTagItem("gen_ai.tool.type").Should().Be("function");
        program.GetTagItem("gen_ai.tool.call.id").Should().Be("c0");
        program.GetTagItem("gen_ai.tool.name").Should().Be("execute_code");
        (program.GetTagItem("gen_ai.tool.call.arguments") is not null, program.GetTagItem("gen_ai.tool.call.result") is not null).Should().Be((content, content));
        tools[1].GetTagItem("error.type").Should().Be("System.InvalidOperationException");
        (tools[1].Status, tools[1].StatusDescription).Should().Be((ActivityStatusCode.Error, null));
        parent.GetTagItem("gen_ai.usage.input_tokens").Should().Be(30L);
        parent.GetTagItem("router.code_mode.active").Should().Be(true);
    }

    [Theory]
    [InlineData("invoke_agent", 0)]
    [InlineData("invoke_agent Bob", 0)]
    [InlineData("invoke_workflow x", 0)]
    [InlineData("invoke_agents", 1)]
    public async Task F31_an_agents_own_span_is_the_parent(string current, int parents)
    {
        (List<Activity> spans, string name, ActivityListener listener) = Listen();
        using ActivitySource source = new(name);
        using (listener)
        {
            using Activity? outer = source.StartActivity(current);
            await RunAsync(source, streaming: false, Enforced);
        }

        spans.Count(span => span.DisplayName == "orchestrate_tools").Should().Be(parents);
    }

    [Fact]
    public async Task F30_the_current_span_is_the_loops_own_after_every_update()
    {
        (List<Activity> spans, string name, ActivityListener listener) = Listen();
        using ActivitySource source = new(name);
        using (listener)
        {
            ScriptedChatClient inner = new(Turn("m0", Call("c0", "f")), Turn("m1", Call("c1", "f")), Say("m2", "done")) { Services = new Dictionary<Type, object> { [typeof(ActivitySource)] = source } };
            using CodeModeChatClient client = new(inner, Direct);
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("go", new ChatOptions { Tools = [Fine("f")] }))
            {
                Activity.Current = null;
            }
        }

        Activity parent = spans.Single(span => span.DisplayName == "orchestrate_tools");
        spans.Where(span => span != parent).Should().HaveCount(2).And.OnlyContain(span => span.ParentSpanId == parent.SpanId);
    }

    [Fact]
    public async Task F33_contents_are_logged_at_trace_alone_and_failures_at_their_levels()
    {
        using ListLoggerFactory log = new();
        LoopPlan plan = new()
        {
            Settings = Direct with { LoggerFactory = log, MaximumConsecutiveErrorsPerRequest = 0 },
            Options = new ChatOptions { Tools = [Fine("f"), new TestFunction("bad", () => throw new InvalidOperationException("boom"))] },
            Turns = [Turn("m0", Call("c0", "f", ("x", "secret")), Call("c1", "nobody")), Turn("m1", Call("c2", "bad"))],
        };
        await plan.Awaiting(p => p.RunAsync(false)).Should().ThrowAsync<InvalidOperationException>();
        log.Entries.Where(entry => entry.Message.Contains("secret", StringComparison.Ordinal) || entry.Message.Contains("f done", StringComparison.Ordinal))
            .Should().NotBeEmpty().And.OnlyContain(entry => entry.Level == LogLevel.Trace);
        log.Entries.Should().ContainSingle(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("nobody", StringComparison.Ordinal));
        log.Entries.Should().ContainSingle(entry => entry.Level == LogLevel.Error && entry.Exception is InvalidOperationException);
    }

    private static async Task RunAsync(ActivitySource source, bool streaming, CodeModeOptions settings)
    {
        ScriptedChatClient inner = new(Turn("m0", Program("c0", "call f")), Turn("m1", Call("c1", "bad")), Say("m2", "done"))
        {
            Services = new Dictionary<Type, object> { [typeof(ActivitySource)] = source },
        };
        using CodeModeChatClient client = new(inner, settings with { Executor = new TestExecutor(), Catalogue = new TestCatalogue() });
        ChatOptions options = new() { Tools = [Fine("f"), new DirectOnlyFunction(new TestFunction("bad", () => throw new InvalidOperationException("boom")))] };
        _ = streaming ? await client.GetStreamingResponseAsync("go", options).ToChatResponseAsync() : await client.GetResponseAsync("go", options);
    }

    private static (List<Activity> Spans, string Name, ActivityListener Listener) Listen()
    {
        string name = Guid.NewGuid().ToString();
        List<Activity> spans = [];
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return (spans, name, listener);
    }
}

using Microsoft.Extensions.AI;
using Router.CodeMode.Loop;
using Router.TestKit;
using static Router.CodeMode.Tests.Loop.LoopPlan;

namespace Router.CodeMode.Tests.Loop;

/// <summary>Long conversations, planned and random: whatever happens, every call has one result and nothing is made twice.</summary>
public sealed class ConversationTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Thirty_rounds_with_errors_approvals_and_calls_at_once_go_as_planned(bool streaming, bool concurrent)
    {
        World world = new();
        List<ScriptedTurn> turns = [];
        List<string> expected = [];
        for (int i = 0; i < 30; i++)
        {
            (AIContent[] calls, string[] shapes) = (i % 5) switch
            {
                0 => (new AIContent[] { Call($"c{i}", "fine"), Call($"d{i}", "fine") }, new[] { $"assistant[fine#c{i}, fine#d{i}]", $"tool[#c{i}=ok, #d{i}=ok]" }),
                1 => ([Call($"c{i}", "bad")], [$"assistant[bad#c{i}]", $"tool[#c{i}=Error: Function failed.]"]),
                2 => ([Program($"c{i}", "call data.read")], [$"assistant[execute_code#c{i}]", $"tool[#c{i}={{\"result\":\"read\",\"logs\":[],\"calls\":{{\"data.read\":1}}}}]"]),
                3 => ([Call($"c{i}", "asked"), Call($"d{i}", "fine")], [$"assistant[ask ficc_c{i}, ask ficc_d{i}]", $"assistant[asked#c{i}, fine#d{i}]", $"tool[#c{i}=sent, #d{i}=ok]"]),
                _ => ([Program($"c{i}", "call data.write")], [$"assistant[execute_code#c{i}]", "assistant[ask]", $"tool[#c{i}={{\"result\":\"written\",\"logs\":[],\"calls\":{{\"data.write\":1}}}}]"]),
            };
            turns.Add(Turn($"m{i}", calls));
            expected.AddRange(shapes);
        }

        turns.Add(Say("m30", "done"));
        expected.Add("assistant[done]");
        Transcript transcript = await world.ConverseAsync(turns, streaming, concurrent, _ => true);

        transcript.Shapes.Should().Equal(expected);
        transcript.Usage.Should().Be(31 * 10);
        world.Made.Should().Be(new World.Counts(Fine: 18, Bad: 6, Asked: 6, Read: 6, Write: 6));
    }

    [Fact]
    public async Task Whatever_a_model_does_every_call_has_one_result_no_tool_runs_twice_and_the_usage_is_the_sum()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            World world = new();
            List<ScriptedTurn> turns = [];
            List<string> ids = [];
            int rounds = random.Next(1, 8);
            int programs = 0;
            for (int i = 0; i < rounds; i++)
            {
                AIContent[] calls = [.. Enumerable.Range(0, random.Next(1, 4)).Select(j =>
                {
                    string id = $"c{i}_{j}";
                    ids.Add(id);
                    int kind = random.Next(9);
                    programs += kind is 4 or 5 ? 1 : 0;
                    return (AIContent)(kind switch
                    {
                        0 or 1 => Call(id, "fine"),
                        2 => Call(id, "asked"),
                        3 => Call(id, "nobody"),
                        4 => Program(id, "call data.read\ncall data.write"),
                        5 => Program(id, "all\ncall data.write\ncall data.write"),
                        6 => Program(id, "fail x"),
                        7 => Call(id, "generate_code", ("task", "t")),
                        _ => Call(id, "data_read"),
                    });
                })];
                turns.Add(Turn($"m{i}", random.Next(2) == 0 ? [new TextContent("t"), .. calls] : calls));
            }

            turns.Add(Say("last", "done"));
            Transcript transcript = await world.ConverseAsync(turns, random.Next(2) == 0, random.Next(2) == 0, _ => random.Next(4) > 0);

            string why = $"of seed {seed}";
            transcript.Results.Should().BeEquivalentTo(ids, why);
            transcript.Usage.Should().Be(10 * turns.Count, why);
            transcript.Shapes.Last().Should().Be("assistant[done]", why);
            world.Twice.Should().BeEmpty(why);
            world.Runs.Count.Should().Be(0, why);
            transcript.LastSentResults.Should().BeEquivalentTo(ids, why);
        }
    }

    private sealed record Transcript(List<string> Shapes, List<string> Results, long Usage, List<string> LastSentResults);

    private sealed class World
    {
        private readonly HashSet<string> _calls = [];
        private int _fine;
        private int _bad;
        private int _asked;
        private int _read;
        private int _write;

        internal TestExecutor.Runs Runs { get; } = new();

        internal List<string> Twice { get; } = [];

        internal Counts Made => new(_fine, _bad, _asked, _read, _write);

        internal async Task<Transcript> ConverseAsync(List<ScriptedTurn> turns, bool streaming, bool concurrent, Func<string, bool> decide)
        {
            ChatOptions options = new()
            {
                Tools =
                [
                    new DirectOnlyFunction(Tool("fine", () => { Interlocked.Increment(ref _fine); return "ok"; })),
                    new DirectOnlyFunction(Tool("bad", () => { Interlocked.Increment(ref _bad); throw new InvalidOperationException("bad"); })),
                    new DirectOnlyFunction(new ApprovalRequiredAIFunction(Tool("asked", () => { Interlocked.Increment(ref _asked); return "sent"; }))),
                    new TestFunction("data_read", () => { Interlocked.Increment(ref _read); return "read"; }),
                    new ApprovalRequiredAIFunction(new TestFunction("data_write", () => { Interlocked.Increment(ref _write); return "written"; })),
                ],
            };
            ScriptedChatClient model = new([.. turns]);
            List<ChatMessage> history = [new(ChatRole.User, "go")];
            Transcript transcript = new([], [], 0, []);
            for (int request = 0; request < 100; request++)
            {
                // Each request in a process of its own: all that goes on is in the messages and in the store.
                using CodeModeChatClient client = new(model, Enforced with { Executor = new TestExecutor(Runs), Catalogue = new TestCatalogue(), AllowConcurrentInvocation = concurrent });
                ChatResponse response = streaming
                    ? await client.GetStreamingResponseAsync(history, options).ToChatResponseAsync()
                    : await client.GetResponseAsync(history, options);
                transcript.Shapes.AddRange(response.Messages.Select(Shape).Select(shape => shape.Contains("[ask code:", StringComparison.Ordinal) ? "assistant[ask]" : shape));
                transcript.Results.AddRange(response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId));
                transcript = transcript with { Usage = transcript.Usage + (response.Usage?.InputTokenCount ?? 0) };
                history.AddRange(response.Messages);
                ToolApprovalRequestContent[] requests = [.. response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>()];
                if (requests.Length == 0)
                {
                    break;
                }

                history.Add(new ChatMessage(ChatRole.User, [.. requests.Select(asked => asked.CreateResponse(decide(asked.RequestId)))]));
            }

            transcript.LastSentResults.AddRange(model.Calls[^1].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId));
            return transcript;
        }

        private TestFunction Tool(string name, Func<object?> work) => new(name, (_, _) =>
        {
            string id = CodeModeChatClient.CurrentInvocation!.CallContent.CallId;
            lock (_calls)
            {
                if (!_calls.Add(id))
                {
                    Twice.Add(id);
                }
            }

            return new ValueTask<object?>(work());
        });

        internal sealed record Counts(int Fine, int Bad, int Asked, int Read, int Write);
    }
}

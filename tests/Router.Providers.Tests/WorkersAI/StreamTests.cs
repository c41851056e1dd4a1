using System.Text;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Tests.Http;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.WorkersAI;

public sealed class StreamTests
{
    private const int Mutations = 10_000;

    public static TheoryData<string, string> Plans()
    {
        TheoryData<string, string> data = [];
        foreach (string name in StreamPlans.All.Keys)
        {
            data.Add(name, WorkersAIRig.Native);
            data.Add(name, WorkersAIRig.Newer);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task Every_shape_is_read_at_every_endpoint_however_it_is_framed(string name, string model)
    {
        StreamPlan plan = StreamPlans.All[name];
        foreach (string events in (string[])[plan.Events, plan.Tight, plan.Events.Replace("\n", "\r\n", StringComparison.Ordinal)])
        {
            foreach (int step in (int[])[1, 7, 4096])
            {
                using WorkersAIRig rig = InSteps(Encoding.UTF8.GetBytes(events), step);

                ChatResponse response = await rig.AskAsync(model, stream: true);

                StreamPlan.SayOf(response).Should().Be(plan.Say);
                response.FinishReason!.Value.Value.Should().Be(plan.Finish);
                response.Usage?.TotalTokenCount.Should().Be(plan.Tokens);
                (response.Usage is null).Should().Be(plan.Tokens is null);
                (response.AdditionalProperties?["cf-ai-neurons"]).Should().Be(plan.Neurons);
                response.ModelId.Should().Be(model);
                response.Messages.Should().ContainSingle();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_stream_cut_at_any_byte_is_an_error_or_whole(string name, string model)
    {
        StreamPlan plan = StreamPlans.All[name];
        foreach (string events in (string[])[plan.Events, plan.Tight])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(events);
            for (int length = 0; length < bytes.Length; length++)
            {
                using WorkersAIRig rig = InSteps(bytes[..length], 4096);
                try
                {
                    StreamPlan.SayOf(await rig.AskAsync(model, stream: true)).Should().Be(plan.Say, $"cut at {length} of {bytes.Length}");
                }
                catch (ProviderException error)
                {
                    rig.Provider.Classifier.Classify(error).Class.Should().Be(FailureClass.Malformed, $"cut at {length}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_stream_without_end_and_finish_is_an_error(string name, string model)
    {
        string events = StreamPlans.All[name].Events;
        string cut = string.Concat(events.Split("\n\n").Where(e => !e.Contains("[DONE]", StringComparison.Ordinal) && !e.Contains("finish_reason\":\"", StringComparison.Ordinal))
            .Where(e => e.Length > 0).Select(e => e + "\n\n"));
        using WorkersAIRig rig = WorkersAIRig.Streaming(cut);

        (await rig.FailAsync(model, stream: true)).Failure.Class.Should().Be(FailureClass.Malformed);
    }

    [Theory]
    [InlineData("data: {\"response\":\"hi\"}\n\ndata: {\"errors\":[{\"message\":\"AiError: busy\",\"code\":3040}],\"success\":false,\"result\":{}}\n\n", FailureClass.Capacity)]
    [InlineData("data: {\"result\":null,\"success\":false,\"errors\":[{\"code\":4006,\"message\":\"spent\"}]}\n\ndata: [DONE]\n\n", FailureClass.QuotaExhausted)]
    [InlineData("data: {\"error\":{\"message\":\"Sequence too long: 9 > 8\"}}\n\n", FailureClass.ContextTooLong)]
    [InlineData("event: error\ndata: {\"errors\":[{\"code\":3021,\"message\":\"rate\"}]}\n\n", FailureClass.RateLimited)]
    [InlineData("data: {\"response\":\"hi\"}\n\ndata: {\"finish_reason\":\"error\"}\n\ndata: [DONE]\n\n", FailureClass.Malformed)]
    [InlineData("data: [DONE]\n\n", FailureClass.Malformed)]
    [InlineData("data: {\"p\":\"abc\"}\n\ndata: [DONE]\n\n", FailureClass.Malformed)]
    [InlineData("", FailureClass.Malformed)]
    public async Task An_error_inside_a_stream_is_an_error(string events, FailureClass expected)
    {
        using WorkersAIRig rig = WorkersAIRig.Streaming(events);

        (await rig.FailAsync(stream: true)).Failure.Class.Should().Be(expected);
    }

    [Fact]
    public async Task Text_is_handed_on_as_it_comes()
    {
        using WorkersAIRig rig = WorkersAIRig.Streaming(StreamPlans.All["native with padding and usage"].Events);
        List<string> texts = [];
        await foreach (ChatResponseUpdate update in rig.Chat(WorkersAIRig.Native).GetStreamingResponseAsync("hello"))
        {
            texts.Add(update.Text);
        }

        texts.Where(text => text.Length > 0).Should().Equal("Hel", "lo");
    }

    [Fact]
    public async Task Ten_thousand_mutations_end_in_an_answer_or_a_known_failure()
    {
        Random random = new(20260902);
        byte[][] seeds =
        [
            .. StreamPlans.All.Values.Select(plan => Encoding.UTF8.GetBytes(plan.Events)),
            .. StreamPlans.All.Values.Select(plan => Encoding.UTF8.GetBytes(plan.Tight)),
            Encoding.UTF8.GetBytes(WorkersAIRig.InEnvelope("""{"response":{"a":1},"tool_calls":[{"name":"f","arguments":{"a":1}}],"usage":{"prompt_tokens":1,"neurons":1.5}}""")),
        ];
        for (int run = 0; run < Mutations; run++)
        {
            byte[] bytes = [.. seeds[random.Next(seeds.Length)]];
            for (int edit = random.Next(1, 6); edit > 0; edit--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[]\":,\\0-enulltrf \n"u8[random.Next(20)];
            }

            using WorkersAIRig rig = new(_ => StubHttpHandler.Body(bytes, random.Next(4) == 0 ? "application/json" : "text/event-stream"));
            try
            {
                await rig.AskAsync(random.Next(2) == 0 ? WorkersAIRig.Native : WorkersAIRig.Newer, stream: random.Next(8) > 0);
            }
            catch (ProviderException error)
            {
                error.Message.Should().StartWith("Provider 'cf' ").And.NotContain("\n");
            }
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_stream_and_the_request()
    {
        using CancellationTokenSource caller = new();
        using EndlessContent endless = new(Encoding.UTF8.GetBytes("data: {\"response\":\"hi\"}\n\n"));
        using WorkersAIRig rig = new(_ => new HttpResponseMessage { Content = endless });
        Func<Task> act = async () =>
        {
            await foreach (ChatResponseUpdate _ in rig.Chat(WorkersAIRig.Native).GetStreamingResponseAsync("hello", cancellationToken: caller.Token))
            {
                await caller.CancelAsync();
            }
        };

        await act.Should().ThrowAsync<OperationCanceledException>();
        endless.Closed.Should().BeTrue();
    }

    private static WorkersAIRig InSteps(byte[] bytes, int step) => new(_ =>
    {
        StreamContent content = new(new ChunkStream(bytes, step));
        content.Headers.ContentType = new("text/event-stream");
        return new HttpResponseMessage { Content = content };
    });
}
